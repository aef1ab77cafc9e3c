package io.forkline.cli.history;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs as a table, a row for each. */
public final class JobList {

    private static final int MOST_WORDS_CHARS = 120;
    private static final String USUAL_TENANT = "default";

    private JobList() {}

    /** The lines of the table. Tenants are shown where there are others than the usual one. */
    public static List<String> lines(Terminal terminal, List<JobHistory> jobs, Snapshots snapshots) {
        boolean tenants = jobs.stream().anyMatch(job -> !job.tenant().equals(USUAL_TENANT));
        List<Column> columns = new ArrayList<>(List.of(
                Column.left("JOB"),
                Column.left("STATE"),
                Column.right("REPORTS"),
                Column.left("SUBMITTED"),
                Column.right("TOOK"),
                Column.left("ENVIRONMENT")));
        if (tenants) {
            columns.add(Column.left("TENANT"));
        }
        columns.add(Column.left("WAITS FOR"));
        Table table = new Table(columns.toArray(Column[]::new));
        jobs.forEach(job -> table.row(row(job, snapshots, tenants)));
        return table.lines(terminal, "");
    }

    private static Cell[] row(JobHistory job, Snapshots snapshots, boolean tenants) {
        // A run that is still to be made has no reports; those of the run before it are not its own.
        Optional<RunHistory> run = job.pending().isPresent() ? Optional.empty() : job.latest();
        List<Cell> cells = new ArrayList<>(List.of(
                new Cell(Text.clean(job.job().value()), Ink.BOLD),
                StageCell.of(job, snapshots),
                Cell.of(run.map(JobList::reports).orElse("-")),
                Cell.of(job.submittedAt()
                        .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("-")),
                Cell.of(run.flatMap(JobList::took).orElse("-")),
                Cell.of(Text.clean(job.environment()))));
        if (tenants) {
            cells.add(Cell.of(Text.clean(job.tenant())));
        }
        cells.add(Cell.of(Text.cut(Text.clean(job.waitsFor(snapshots)), MOST_WORDS_CHARS)));
        return cells.toArray(Cell[]::new);
    }

    private static String reports(RunHistory run) {
        return run.expected() == 0 ? "-" : run.done() + "/" + run.expected();
    }

    private static Optional<String> took(RunHistory run) {
        return run.answer()
                .map(Dated::value)
                .map(answer -> Duration.between(answer.submittedAt(), answer.finishedAt()))
                .map(took -> Text.millis(Math.max(0, took.toMillis())));
    }
}
