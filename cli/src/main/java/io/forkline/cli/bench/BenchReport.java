package io.forkline.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of a benchmark, for people and for programs.
 *
 * @param measured what the rounds took
 * @param environment whose perspectives ran
 * @param work what each agent did, in words
 * @param measuredAt when
 */
record BenchReport(Measured measured, String environment, String work, Instant measuredAt) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The four numbers, and a row for each stage. */
    List<String> lines(Terminal terminal) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(terminal.paint(
                        Ink.HEADING,
                        Text.count(measured.agents(), "agent") + ", " + Text.count(measured.rounds(), "round"))
                + "  (" + environment + ": " + work + ")");
        lines.add("");
        lines.add("  sequential total  " + Text.seconds(measured.sequentialSeconds()));
        lines.add("  parallel total    " + Text.seconds(measured.parallelSeconds()));
        lines.add("  speedup           " + Text.format("%.2f", measured.speedup()) + "x");
        lines.add("  efficiency        " + Text.format("%.1f", measured.efficiencyPercent()) + " %");
        lines.add("");
        Table table = new Table(
                Column.left("STAGE"), Column.right("P50"), Column.right("P90"), Column.right("P99"), Column.left(""));
        row(table, "queued", measured.queuedMs(), "a task waits for a worker");
        row(table, "forked", measured.forkMs(), "from asking for a fork to its first instruction");
        row(table, "ran", measured.runMs(), "from there to its end");
        row(table, "submit to result", measured.submitToResultMs(), "the whole job, the lead included");
        lines.addAll(table.lines(terminal, "  "));
        return lines;
    }

    private static void row(Table table, String name, Percentiles values, String meaning) {
        table.row(
                Cell.of(name),
                Cell.of(Text.millis(values.p50())),
                Cell.of(Text.millis(values.p90())),
                Cell.of(Text.millis(values.p99())),
                new Cell(meaning, Ink.DIM));
    }

    /** All of it, for programs. */
    String text() {
        return json().toPrettyString();
    }

    ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("agents", measured.agents());
        json.put("rounds", measured.rounds());
        json.put("environment", environment);
        json.put("work", work);
        json.put("sequentialSeconds", measured.sequentialSeconds());
        json.put("parallelSeconds", measured.parallelSeconds());
        json.put("speedup", measured.speedup());
        json.put("efficiencyPercent", measured.efficiencyPercent());
        put(json, "submitToResultMs", measured.submitToResultMs());
        ObjectNode stages = json.putObject("stages");
        put(stages, "queuedMs", measured.queuedMs());
        put(stages, "forkMs", measured.forkMs());
        put(stages, "runMs", measured.runMs());
        ObjectNode machine = json.putObject("machine");
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", Runtime.version().toString());
        json.put("measuredAt", measuredAt.toString());
        return json;
    }

    private static void put(ObjectNode json, String name, Percentiles values) {
        json.putObject(name).put("p50", values.p50()).put("p90", values.p90()).put("p99", values.p99());
    }
}
