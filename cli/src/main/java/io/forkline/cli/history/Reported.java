package io.forkline.cli.history;

import io.forkline.cli.terminal.Text;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Timings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a report says, without its issues.
 *
 * @param notBefore when its task goes out again
 * @param said its finding, or its error
 * @param reusedFrom the run whose fork wrote it, where a replay reuses it
 */
public record Reported(
        String perspective,
        int attempt,
        ReportOutcome outcome,
        @Nullable Instant notBefore,
        @Nullable String said,
        @Nullable Timings timings,
        @Nullable String reusedFrom) {

    private static final int MOST_SAID_CHARS = 500;

    static Reported of(PerspectiveReport report) {
        String said = report.getOutcome() == ReportOutcome.OK ? report.getFinding() : report.getError();
        return new Reported(
                report.getPerspective(),
                report.getAttempt(),
                report.getOutcome(),
                report.getNotBefore(),
                said == null ? null : Text.cut(said, MOST_SAID_CHARS),
                report.getTimings(),
                report.getReusedFrom());
    }

    boolean isOk() {
        return outcome == ReportOutcome.OK;
    }

    /** Whether no other report of its task counts after it. */
    boolean isFinal() {
        return outcome != ReportOutcome.RETRYABLE;
    }

    /** Whether the perspective came to an end of its own. */
    boolean isDone() {
        return isFinal() && outcome != ReportOutcome.CANCELLED;
    }
}
