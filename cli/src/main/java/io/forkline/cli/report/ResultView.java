package io.forkline.cli.report;

import io.forkline.cli.ExitCode;
import io.forkline.cli.terminal.Flow;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One result for people, and the exit code that it means. */
public final class ResultView {

    private static final String INDENT = "  ";

    private final Terminal terminal;

    public ResultView(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Writes the whole result to standard output. */
    public void print(JobResult result) {
        lines(result).forEach(terminal.out()::println);
    }

    /** What a command that asked for this result ends with. */
    public static int exitCode(JobResult result) {
        return switch (result.getStatus()) {
            case COMPLETE -> ExitCode.COMPLETE;
            case PARTIAL -> ExitCode.PARTIAL;
            case FAILED, CANCELLED -> ExitCode.FAILED;
        };
    }

    List<String> lines(JobResult result) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(heading(result));
        if (result.getError() != null) {
            Text.wrap(Text.clean(result.getError()), terminal.columns() - INDENT.length())
                    .forEach(line -> lines.add(INDENT + terminal.paint(Ink.RED, line)));
        }
        if (!result.getReports().isEmpty() || !result.getMissing().isEmpty()) {
            addSection(lines, ReportTable.lines(terminal, INDENT, result.getReports(), result.getMissing()));
        }
        addSection(lines, StderrView.lines(terminal, INDENT, result.getReports()));
        addSection(lines, IssueTable.lines(terminal, INDENT, result.getReports()));
        addSection(lines, LeadView.lines(terminal, result));
        addSection(lines, timing(result));
        return lines;
    }

    private List<String> heading(JobResult result) {
        Ink ink = result.getStatus() == ResultStatus.COMPLETE
                ? Ink.GREEN
                : result.getStatus() == ResultStatus.PARTIAL ? Ink.YELLOW : Ink.RED;
        Duration took = Duration.between(result.getSubmittedAt(), result.getFinishedAt());
        List<Cell> parts = new ArrayList<>(List.of(
                new Cell(result.getStatus().name(), ink),
                Cell.of(Text.clean(result.getEnvironment())),
                Cell.of("run " + Text.clean(result.getRunId()))));
        if (result.getReplayOf() != null) {
            parts.add(Cell.of("replay of " + Text.clean(result.getReplayOf())));
        }
        parts.add(Cell.of(Text.millis(Math.max(0, took.toMillis())) + " from submit to result"));
        return Flow.lines(terminal, INDENT, parts);
    }

    private List<String> timing(JobResult result) {
        Timing timing = result.getTiming();
        long reused = result.getReports().stream()
                .filter(report -> report.getReusedFrom() != null)
                .count();
        if (timing.getAgents() == 0) {
            return List.of();
        }
        String how = timing.getSequentialMeasured() ? "measured" : "not measured";
        return Text.wrap(
                Text.count(timing.getAgents(), "agent") + ": sequential "
                        + Text.seconds(timing.getSequentialSeconds()) + " (" + how + "), parallel "
                        + Text.seconds(timing.getParallelSeconds()) + ", speedup "
                        + Text.format("%.1f", timing.getSpeedup()) + "x, efficiency "
                        + Text.format("%.0f", timing.getEfficiencyPercent()) + " %"
                        + (reused == 0 ? "" : "; without " + Text.count(reused, "report") + " of earlier runs"),
                terminal.columns());
    }

    private static void addSection(List<String> lines, List<String> section) {
        if (!section.isEmpty()) {
            lines.add("");
            lines.addAll(section);
        }
    }
}
