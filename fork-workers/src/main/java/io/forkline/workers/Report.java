package io.forkline.workers;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.SandboxInfo;
import io.forkline.schemas.record.SequentialStep;
import io.forkline.schemas.record.Timings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report of a task in the making.
 *
 * @param perspective name of the perspective, or sequential
 * @param timings null while no fork was made
 * @param sandbox null while no fork was made
 */
record Report(
        ForkTask task,
        String perspective,
        @Nullable Timings timings,
        @Nullable SandboxInfo sandbox) {

    /** Of a task for which no fork was made. */
    static Report of(ForkTask task) {
        boolean one = !task.getSequential() && task.getPerspectives().size() == 1;
        return new Report(task, one ? task.getPerspectives().get(0).getName() : TaskId.SEQUENTIAL, null, null);
    }

    PerspectiveReport ok(ReportLine.Accepted line) {
        return begin(ReportOutcome.OK)
                .setScore(line.score())
                .setFinding(line.finding())
                .setIssues(line.issues())
                .setIssuesCut(line.issuesCut())
                .setMetrics(line.metrics())
                .build();
    }

    /** Of the baseline, all of whose perspectives ran to an OK report. */
    PerspectiveReport ok(List<SequentialStep> steps) {
        return begin(ReportOutcome.OK).setSteps(steps).build();
    }

    /** Of a task that came to an end, though not a good one. */
    PerspectiveReport ended(ReportOutcome outcome, String error, String stderr) {
        return begin(outcome)
                .setError(ReportLimits.shorten(error, ReportLimits.MOST_TEXT))
                .setStderrTail(stderr.isBlank() ? null : ReportLimits.tail(stderr, ReportLimits.MOST_STDERR))
                .build();
    }

    PerspectiveReport ended(ReportOutcome outcome, String error, List<SequentialStep> steps) {
        PerspectiveReport report = ended(outcome, error, "");
        report.setSteps(steps);
        return report;
    }

    PerspectiveReport retryable(String error, Instant notBefore) {
        PerspectiveReport report = ended(ReportOutcome.RETRYABLE, error, "");
        report.setNotBefore(notBefore);
        return report;
    }

    private PerspectiveReport.Builder begin(ReportOutcome outcome) {
        return PerspectiveReport.newBuilder()
                .setTaskId(task.getTaskId())
                .setJobId(task.getJobId())
                .setRunId(task.getRunId())
                .setEnvironmentId(task.getEnvironmentId())
                .setPerspective(perspective)
                .setAttempt(task.getAttempt())
                .setOutcome(outcome)
                .setTimings(timings)
                .setSandbox(sandbox);
    }
}
