package io.forkline.cli.doctor;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.attack.Outcome;
import io.forkline.sandbox.attack.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What came of the escape battery.
 *
 * @param unproved attempts that do not work without confinement either, and so show nothing
 * @param controlGroups what the host has of them
 */
record AttackReport(List<Outcome> outcomes, List<String> unproved, String controlGroups) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 50;
    private static final Pattern ERROR = Pattern.compile("\\bE[A-Z0-9]{3,}\\b");

    AttackReport {
        outcomes = List.copyOf(outcomes);
        unproved = List.copyOf(unproved);
    }

    /** Whether nothing got through, and every attempt that can be proved was. */
    boolean allHeld() {
        return count(Verdict.NOT_HELD) == 0 && unproved.isEmpty();
    }

    /** For people: a table for each group, then the totals, and at the end whatever got through. */
    List<String> lines(Terminal terminal) {
        List<String> lines = new ArrayList<>();
        byGroup().forEach((group, those) -> {
            lines.add(terminal.paint(Ink.HEADING, group));
            Table table = new Table(Column.left(""), Column.left("tried"), Column.left("stopped by"));
            byAttack(those).forEach(same -> rows(same, table));
            lines.addAll(table.lines(terminal, "  "));
            lines.add("");
        });
        unproved.forEach(
                what -> lines.addAll(wrapped("broken attempt, it shows nothing: " + Text.clean(what), terminal)));
        lines.addAll(wrapped(
                outcomes.size() + " attempts, some of them in both kinds of fork: " + count(Verdict.HELD) + " held, "
                        + count(Verdict.NOT_HELD) + " NOT HELD, " + count(Verdict.NOT_APPLICABLE)
                        + " not applicable here. Control groups: " + controlGroups + ".",
                terminal));
        outcomes.stream()
                .filter(outcome -> outcome.verdict() == Verdict.NOT_HELD)
                .forEach(outcome -> lines.addAll(
                        wrapped("NOT HELD: " + tried(outcome) + ": " + Text.clean(outcome.why()), terminal)));
        lines.addAll(wrapped(conclusion(), terminal));
        return lines;
    }

    private String conclusion() {
        if (count(Verdict.NOT_HELD) > 0) {
            return "Something got through: run no code here that you do not trust. What --json FILE writes says all about it.";
        }
        return unproved.isEmpty()
                ? "Nothing got through."
                : "Nothing got through, but the broken attempts would not have either where nothing confines them.";
    }

    /** The same for programs. */
    String json() {
        ObjectNode top = JSON.createObjectNode();
        top.put("held", count(Verdict.HELD))
                .put("notHeld", count(Verdict.NOT_HELD))
                .put("notApplicable", count(Verdict.NOT_APPLICABLE))
                .put("controlGroups", controlGroups);
        unproved.forEach(top.putArray("brokenAttempts")::add);
        var attempts = top.putArray("attempts");
        for (Outcome outcome : outcomes) {
            var attack = outcome.attempt().attack();
            attempts.addObject()
                    .put("group", attack.group())
                    .put("name", attack.name())
                    .put("kind", outcome.attempt().kind().name().toLowerCase(Locale.ROOT))
                    .put("tries", attack.tries())
                    .put("barrier", attack.barrier())
                    .put("verdict", outcome.verdict().name())
                    .put("why", outcome.why())
                    .put("ms", outcome.took().toMillis());
        }
        return top.toPrettyString();
    }

    private Map<String, List<Outcome>> byGroup() {
        Map<String, List<Outcome>> groups = new LinkedHashMap<>();
        outcomes.forEach(
                outcome -> groups.computeIfAbsent(outcome.attempt().attack().group(), unused -> new ArrayList<>())
                        .add(outcome));
        return groups;
    }

    private long count(Verdict verdict) {
        return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }

    private static Collection<List<Outcome>> byAttack(List<Outcome> outcomes) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.attempt().attack().name(), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    /** Where both kinds of fork held, one row says so for both. */
    private static void rows(List<Outcome> same, Table table) {
        Outcome first = same.getFirst();
        if (same.stream().allMatch(outcome -> outcome.verdict() == Verdict.HELD)) {
            table.row(verdict(first), Cell.of(first.attempt().attack().tries()), why(first));
        } else {
            same.forEach(outcome -> table.row(verdict(outcome), Cell.of(tried(outcome)), why(outcome)));
        }
    }

    private static List<String> wrapped(String text, Terminal terminal) {
        return Text.wrap(text, terminal.columns());
    }

    private static Cell verdict(Outcome outcome) {
        Ink ink = switch (outcome.verdict()) {
            case HELD -> Ink.GREEN;
            case NOT_HELD -> Ink.RED;
            case NOT_APPLICABLE -> Ink.YELLOW;
        };
        return new Cell(
                outcome.verdict() == Verdict.NOT_APPLICABLE
                        ? "n/a"
                        : outcome.verdict().words(),
                ink);
    }

    private static String tried(Outcome outcome) {
        var attempt = outcome.attempt();
        return attempt.attack().tries() + (attempt.kind() == SnapshotKind.FILESYSTEM ? " (cold fork)" : "");
    }

    /** An escape is shown whole; of what held, the kernel's errors, or the beginning. */
    private static Cell why(Outcome outcome) {
        String why = Text.clean(outcome.why());
        if (outcome.verdict() != Verdict.HELD) {
            return Cell.of(why);
        }
        String barrier = outcome.attempt().attack().barrier();
        String evidence = why.startsWith(barrier + ": ") ? why.substring(barrier.length() + 2) : why;
        String errors = ERROR.matcher(evidence)
                .results()
                .map(MatchResult::group)
                .distinct()
                .collect(joining(", "));
        return Cell.of(barrier + " (" + (errors.isEmpty() ? Text.cut(evidence, SHOWN) : errors) + ")");
    }
}
