package io.forkline.cli.doctor;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of the escape battery.
 *
 * @param unproved attempts that do not work without confinement either, and so show nothing
 * @param controlGroups what the host has of them
 */
record AttackReport(List<Outcome> outcomes, List<String> unproved, String controlGroups) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 160;

    AttackReport {
        outcomes = List.copyOf(outcomes);
        unproved = List.copyOf(unproved);
    }

    /** Whether nothing got through, and every attempt that can be proved was. */
    boolean allHeld() {
        return count(Verdict.NOT_HELD) == 0 && unproved.isEmpty();
    }

    /** For people: a table for each group, then the totals. */
    List<String> lines(Terminal terminal) {
        List<String> lines = new ArrayList<>();
        byGroup().forEach((group, those) -> {
            lines.add(terminal.paint(Ink.HEADING, group));
            Table table = new Table(Column.left(""), Column.left("tried"), Column.left("stopped by"));
            those.forEach(outcome -> table.row(verdict(outcome), Cell.of(tried(outcome)), why(outcome)));
            lines.addAll(table.lines(terminal, "  "));
            lines.add("");
        });
        unproved.forEach(what -> lines.addAll(Text.wrap("broken attempt, it shows nothing: " + Text.clean(what), terminal.columns())));
        lines.add(outcomes.size() + " attempts: " + count(Verdict.HELD) + " held, " + count(Verdict.NOT_HELD)
                + " NOT HELD, " + count(Verdict.NOT_APPLICABLE) + " not applicable here. Control groups: "
                + controlGroups + ".");
        return lines;
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
        outcomes.forEach(outcome -> groups.computeIfAbsent(
                        outcome.attempt().attack().group(), unused -> new ArrayList<>())
                .add(outcome));
        return groups;
    }

    private long count(Verdict verdict) {
        return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
    }

    private static Cell verdict(Outcome outcome) {
        Ink ink =
                switch (outcome.verdict()) {
                    case HELD -> Ink.GREEN;
                    case NOT_HELD -> Ink.RED;
                    case NOT_APPLICABLE -> Ink.YELLOW;
                };
        return new Cell(outcome.verdict() == Verdict.NOT_APPLICABLE ? "n/a" : outcome.verdict().words(), ink);
    }

    private static String tried(Outcome outcome) {
        var attempt = outcome.attempt();
        return attempt.attack().tries()
                + (attempt.kind() == SnapshotKind.FILESYSTEM ? " (cold fork)" : "");
    }

    /** An escape is shown whole. */
    private static Cell why(Outcome outcome) {
        String why = Text.clean(outcome.why());
        return Cell.of(outcome.verdict() == Verdict.NOT_HELD ? why : Text.cut(why, SHOWN));
    }
}
