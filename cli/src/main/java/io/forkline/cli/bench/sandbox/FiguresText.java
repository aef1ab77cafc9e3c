package io.forkline.cli.bench.sandbox;

import io.forkline.cli.bench.Percentiles;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import java.util.ArrayList;
import java.util.List;

/** The figures for people. */
final class FiguresText {

    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private FiguresText(Terminal terminal) {
        this.terminal = terminal;
    }

    static List<String> lines(Figures figures, Terminal terminal) {
        FiguresText text = new FiguresText(terminal);
        text.kinds(figures);
        text.ways(figures);
        text.bursts(figures.bursts());
        text.sustained(figures.sustained());
        text.memory(figures.memory());
        text.scan(figures.scan());
        return text.lines;
    }

    private void heading(String what, String more) {
        lines.add("");
        lines.add(terminal.paint(Ink.HEADING, what) + (more.isEmpty() ? "" : "  (" + more + ")"));
        lines.add("");
    }

    private void say(String what) {
        lines.add(INDENT + terminal.paint(Ink.DIM, what));
    }

    private void kinds(Figures figures) {
        heading(
                "A script of one line",
                Text.count(Runtime.getRuntime().availableProcessors(), "processor") + ", Python " + figures.python()
                        + ", control groups " + figures.controlGroups());
        Table table = new Table(Column.left(""), Column.left(""));
        for (Kind kind : Kind.values()) {
            String skipped = figures.skipped().get(kind);
            table.row(
                    Cell.of(kind.text()),
                    new Cell(kind.meaning() + (skipped == null ? "" : "; not measured: " + skipped), Ink.DIM));
        }
        lines.addAll(table.lines(terminal, INDENT).stream()
                .filter(line -> !line.isBlank())
                .toList());
    }

    private void ways(Figures figures) {
        heading("One after another", Text.count(figures.rounds(), "round") + " of each");
        say("P50: half of the rounds took no longer; P90: nine in ten; P99: 99 in a hundred.");
        lines.add("");
        Table table = new Table(
                Column.left("STAGE"),
                Column.left("IN"),
                Column.right("P50"),
                Column.right("P90"),
                Column.right("P99"),
                Column.right("MAX"),
                Column.left(""));
        for (Stage stage : Stage.values()) {
            boolean first = true;
            for (Kind kind : Kind.values()) {
                WayFigures way = figures.ways().get(kind);
                if (way != null && way.has(stage)) {
                    row(table, first ? stage.text() : "", kind, way.of(stage), first ? stage.meaning() : "");
                    first = false;
                }
            }
        }
        lines.addAll(table.lines(terminal, INDENT));
    }

    private static void row(Table table, String stage, Kind kind, Percentiles values, String meaning) {
        table.row(
                Cell.of(stage),
                Cell.of(kind.text()),
                Cell.of(Text.millis(values.p50())),
                Cell.of(Text.millis(values.p90())),
                Cell.of(Text.millis(values.p99())),
                Cell.of(Text.millis(values.max())),
                new Cell(meaning, Ink.DIM));
    }

    private void bursts(List<Burst> bursts) {
        heading("At once", "medians");
        say("From the moment when all are asked for until the last of them is there.");
        lines.add("");
        Table table = new Table(
                Column.right("FORKS"),
                Column.left(""),
                Column.right("AT THEIR FIRST INSTRUCTION"),
                Column.right("RUN AND GONE"),
                Column.left(""));
        for (Burst burst : bursts) {
            table.row(
                    Cell.of(Integer.toString(burst.forks())),
                    Cell.of((burst.parked() ? Kind.PARKED : Kind.NOT_PARKED).text()),
                    Cell.of(Text.millis(burst.firstInstructionMs())),
                    Cell.of(Text.millis(burst.goneMs())),
                    Cell.of(""));
        }
        lines.addAll(table.lines(terminal, INDENT));
    }

    private void sustained(Sustained sustained) {
        heading(
                "Sustained",
                "fork, run and close, " + Text.count(sustained.threads(), "thread") + " for "
                        + Text.seconds(sustained.seconds()));
        lines.add(INDENT + Text.format("%.0f", sustained.perSecond()) + " forks a second, "
                + Text.format("%.0f", sustained.parkedPercent()) + " % of them found a parked one");
    }

    private void memory(MemoryCost memory) {
        heading("Memory", "of one of " + memory.forks() + " forks; PSS: a page that n processes share counts as 1/n");
        lines.add(INDENT + "parked   " + processes(memory.parked()));
        lines.add(INDENT + "working  " + processes(memory.working()));
        lines.add(INDENT + "each parked one leaves the host "
                + (memory.availableEach() > 0 ? Text.bytes(memory.availableEach()) + " less" : "no less")
                + ", kernel memory included; other programs blur it");
    }

    private static String processes(MemoryCost.PerFork fork) {
        return Text.bytes(fork.bytes()) + " (clone " + Text.bytes(fork.interpreter()) + ", cell "
                + Text.bytes(fork.cell()) + ")";
    }

    private void scan(Scan scan) {
        switch (scan) {
            case Scan.Skipped skipped -> {
                heading("A real scan", "");
                Text.wrap("skipped: " + skipped.why(), terminal.columns() - INDENT.length())
                        .forEach(line -> lines.add(INDENT + line));
            }
            case Scan.Measured measured -> {
                heading("A real scan", measured.what() + ", " + Text.count(measured.rounds(), "round") + " each");
                Table table = new Table(
                        Column.left("WHERE"),
                        Column.right("P50"),
                        Column.right("P90"),
                        Column.right("P99"),
                        Column.right("MAX"),
                        Column.left(""));
                scanned(table, "warm fork", measured.warm(), "");
                scanned(table, "cold fork", measured.cold(), times(measured, measured.cold()));
                scanned(table, "python3 -m bandit", measured.bandit(), times(measured, measured.bandit()));
                lines.addAll(table.lines(terminal, INDENT));
            }
        }
    }

    private static void scanned(Table table, String where, Percentiles values, String meaning) {
        table.row(
                Cell.of(where),
                Cell.of(Text.millis(values.p50())),
                Cell.of(Text.millis(values.p90())),
                Cell.of(Text.millis(values.p99())),
                Cell.of(Text.millis(values.max())),
                new Cell(meaning, Ink.DIM));
    }

    private static String times(Scan.Measured measured, Percentiles other) {
        return Text.format("%.1f times as long, by p50", measured.timesAsLong(other));
    }
}
