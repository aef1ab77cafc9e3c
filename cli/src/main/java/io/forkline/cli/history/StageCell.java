package io.forkline.cli.history;

import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.schemas.record.ResultStatus;
import java.util.Locale;
import java.util.Optional;

/** The state of a job or a run as one word or two, in a colour. */
final class StageCell {

    private StageCell() {}

    static Cell of(JobHistory job, Snapshots snapshots) {
        return of(job.stage(snapshots), job.latest().flatMap(RunHistory::answer));
    }

    static Cell of(RunHistory run, Snapshots snapshots) {
        return of(run.stage(snapshots), run.answer());
    }

    private static Cell of(Stage stage, Optional<Dated<Answer>> answer) {
        if (stage != Stage.DONE || answer.isEmpty()) {
            return new Cell(stage.words(), Ink.CYAN);
        }
        ResultStatus status = answer.get().value().status();
        return new Cell(
                status.name().toLowerCase(Locale.ROOT),
                switch (status) {
                    case COMPLETE -> Ink.GREEN;
                    case PARTIAL -> Ink.YELLOW;
                    case FAILED, CANCELLED -> Ink.RED;
                });
    }
}
