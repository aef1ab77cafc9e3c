package io.forkline.cli.report;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Timings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row for each report, and for each perspective that has none. */
final class ReportTable {

    private static final double GOOD = 80;
    private static final double BAD = 50;

    private ReportTable() {}

    static List<String> lines(
            Terminal terminal, String indent, List<PerspectiveReport> reports, List<MissingPerspective> missing) {
        Table table = new Table(
                Column.left("PERSPECTIVE"),
                Column.right("SCORE"),
                Column.left("OUTCOME"),
                Column.right("FORK"),
                Column.right("RUN"),
                Column.left("FINDING"));
        reports.forEach(report -> addReport(table, report));
        Set<String> reported =
                reports.stream().map(PerspectiveReport::getPerspective).collect(Collectors.toSet());
        missing.stream()
                .filter(perspective -> !reported.contains(perspective.getPerspective()))
                .forEach(perspective -> addMissing(table, perspective));
        return table.lines(terminal, indent);
    }

    private static void addReport(Table table, PerspectiveReport report) {
        boolean ok = report.getOutcome() == ReportOutcome.OK;
        // A report of an earlier run took this one no time.
        boolean reused = report.getReusedFrom() != null;
        Timings timings = reused ? null : report.getTimings();
        String outcome = Names.of(report.getOutcome()) + (reused ? ", from " + Text.clean(report.getReusedFrom()) : "");
        table.row(
                new Cell(Text.clean(report.getPerspective()), Ink.BOLD),
                score(report.getScore()),
                new Cell(outcome, ok ? Ink.GREEN : Ink.RED),
                Cell.of(timings == null ? "-" : Text.millis(timings.getForkMs())),
                Cell.of(timings == null ? "-" : Text.millis(timings.getRunMs())),
                new Cell(said(ok ? report.getFinding() : report.getError()), ok ? Ink.PLAIN : Ink.RED));
    }

    private static void addMissing(Table table, MissingPerspective missing) {
        table.row(
                new Cell(Text.clean(missing.getPerspective()), Ink.BOLD),
                Cell.of("-"),
                new Cell(Names.of(missing.getWhy()), Ink.RED),
                Cell.of("-"),
                Cell.of("-"),
                new Cell(said(missing.getMessage()), Ink.RED));
    }

    private static Cell score(@Nullable Double score) {
        if (score == null) {
            return Cell.of("-");
        }
        return new Cell(Text.number(score), score >= GOOD ? Ink.GREEN : score < BAD ? Ink.RED : Ink.YELLOW);
    }

    private static String said(@Nullable String text) {
        return text == null ? "" : Text.clean(text);
    }
}
