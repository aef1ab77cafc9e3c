package io.forkline.cli.history;

import io.forkline.cli.terminal.Flow;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.record.RunControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One job for people: the record that is still to be planned, and its runs, oldest first. */
public final class JobView {

    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final Snapshots snapshots;

    public JobView(Terminal terminal, Snapshots snapshots) {
        this.terminal = terminal;
        this.snapshots = snapshots;
    }

    public List<String> lines(JobHistory job) {
        List<String> lines = new ArrayList<>();
        for (RunHistory run : job.runs()) {
            addRun(lines, job, run);
        }
        job.pending().ifPresent(request -> addPending(lines, job, request));
        return lines;
    }

    private void addPending(List<String> lines, JobHistory job, Request request) {
        addHeading(
                lines,
                List.of(
                        new Cell(Stage.ACCEPTED.words(), Ink.CYAN),
                        Cell.of(Text.clean(request.environment())),
                        Cell.of("job " + job.job())));
        addWords(
                lines,
                "Waits for a snapshot service, to plan it; should one have refused it, the dead letters say so.");
        lines.add("");
        lines.addAll(Timeline.of(job, request).lines(terminal, INDENT));
    }

    private void addRun(List<String> lines, JobHistory job, RunHistory run) {
        List<Cell> heading = new ArrayList<>(List.of(
                StageCell.of(run, snapshots),
                Cell.of(Text.clean(run.environment().orElse("-"))),
                Cell.of("run " + run.run())));
        run.replayOf().ifPresent(origin -> heading.add(Cell.of("replay of " + Text.clean(origin))));
        heading.add(Cell.of("tenant " + Text.clean(run.tenant().orElse("-"))));
        heading.add(Cell.of(run.done() + " of " + Text.count(run.expected(), "report")));
        addHeading(lines, heading);
        boolean isNewest = job.pending().isEmpty() && job.latest().equals(Optional.of(run));
        String waits = isNewest ? job.waitsFor(snapshots) : run.waitsFor(snapshots);
        if (!waits.isEmpty()) {
            addWords(lines, "Waits for " + waits + ".");
        }
        if (run.stage(snapshots) == Stage.EXPIRED) {
            addWords(lines, "Its result is gone, if there was one: results are not kept for that long.");
        }
        run.answer().map(answer -> answer.value().error()).ifPresent(error -> addWords(lines, error));
        run.answer()
                .map(answer -> answer.value().leadAbsence())
                .ifPresent(why -> addWords(lines, "There is no verdict of a lead: " + why));
        List<PerspectiveState> perspectives = run.perspectives();
        if (!perspectives.isEmpty()) {
            lines.add("");
            lines.addAll(table(perspectives).lines(terminal, INDENT));
        }
        lines.add("");
        lines.addAll(Timeline.of(job, run).lines(terminal, INDENT));
    }

    private static Table table(List<PerspectiveState> perspectives) {
        Table table = new Table(
                Column.left("PERSPECTIVE"),
                Column.left("STATE"),
                Column.right("ATTEMPTS"),
                Column.right("QUEUED"),
                Column.right("FORK"),
                Column.right("RUN"),
                Column.left("SAID"));
        perspectives.forEach(perspective -> table.row(
                new Cell(Text.clean(perspective.name()), Ink.BOLD),
                Cell.of(perspective.state()),
                Cell.of(perspective.attempts() == 0 ? "-" : Integer.toString(perspective.attempts())),
                Cell.of(
                        perspective.timings() == null
                                ? "-"
                                : Text.millis(perspective.timings().getQueuedMs())),
                Cell.of(
                        perspective.timings() == null
                                ? "-"
                                : Text.millis(perspective.timings().getForkMs())),
                Cell.of(
                        perspective.timings() == null
                                ? "-"
                                : Text.millis(perspective.timings().getRunMs())),
                Cell.of(perspective.said() == null ? "" : Text.clean(perspective.said()))));
        return table;
    }

    private void addHeading(List<String> lines, List<Cell> parts) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.addAll(Flow.lines(terminal, INDENT, parts));
    }

    private void addWords(List<String> lines, String words) {
        Text.wrap(Text.clean(words), terminal.columns() - INDENT.length()).forEach(line -> lines.add(INDENT + line));
    }

    /** Who asked for a cancel, and why. */
    static String who(RunControl control) {
        String reason = control.getReason() == null ? "" : ": " + control.getReason();
        return "cancel asked for by " + control.getRequestedBy() + reason;
    }
}
