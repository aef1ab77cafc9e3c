package io.forkline.workers;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.leases.TaskHandler;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.TargetReport;
import io.forkline.telemetry.trace.Stage;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import java.time.Clock;
import java.util.Optional;

/** Answers the task that comes ahead of a run whose target nobody pinned: says what the target is now. Makes no fork. */
final class TargetTaskHandler implements TaskHandler<ForkTask> {

    private final Pin targets;
    private final Cancellations cancellations;
    private final AnswerTopic<TargetReport> answers;
    private final RetryDelay delay;
    private final Clock clock;
    private final TaskSpans spans;

    /** Pins a source; see {@link io.forkline.sandbox.target.TargetStore#pin}. */
    interface Pin {
        TargetSource pin(TargetSource source) throws SandboxException, InterruptedException;
    }

    TargetTaskHandler(
            Pin targets,
            Cancellations cancellations,
            AnswerTopic<TargetReport> answers,
            RetryDelay delay,
            Clock clock,
            TaskSpans spans) {
        this.targets = targets;
        this.cancellations = cancellations;
        this.answers = answers;
        this.delay = delay;
        this.clock = clock;
        this.spans = spans;
    }

    /** Whether a task is of this kind. */
    static boolean takes(ForkTask task) {
        return task.getPerspectives().isEmpty();
    }

    @Override
    public Outcome handle(ForkTask task, Delivery delivery) throws InterruptedException {
        StageSpan span = spans.begin(Stage.PIN_TARGET, task, delivery);
        try {
            TargetReport answer = answer(task);
            spans.end(span, answer.getOutcome());
            return answers.outcome(task.getEnvironmentId(), answer, span.context());
        } catch (InterruptedException e) {
            spans.abandoned(span);
            throw e;
        }
    }

    @Override
    public Outcome lastDelivery(ForkTask task, Delivery delivery) {
        return answers.outcome(
                task.getEnvironmentId(),
                ended(task, ReportOutcome.FAILED, GivenUp.after(delivery)),
                TraceContext.of(delivery.headers()));
    }

    private TargetReport answer(ForkTask task) throws InterruptedException {
        try (RunningTask running = cancellations.begin(task)) {
            if (running.isCancelled()) {
                return ended(task, ReportOutcome.CANCELLED, "the run was cancelled");
            }
            if (!clock.instant().isBefore(task.getReportBy())) {
                return ended(task, ReportOutcome.TIMED_OUT, "the time to report was over when a worker took the task");
            }
            return pinned(task, targets.pin(TargetSources.of(task.getTarget())));
        } catch (SandboxException e) {
            return failed(task, e);
        } catch (IllegalArgumentException e) {
            return ended(task, ReportOutcome.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static TargetReport pinned(ForkTask task, TargetSource pinned) {
        TargetReport.Builder report = begin(task, ReportOutcome.OK);
        return switch (pinned) {
            case TargetSource.Inline inline -> report.build();
            case TargetSource.Directory directory ->
                report.setSha256(value(directory.sha256())).build();
            case TargetSource.Archive archive ->
                report.setSha256(value(archive.sha256())).build();
            case TargetSource.Git git -> report.setCommit(value(git.commit())).build();
        };
    }

    private TargetReport failed(ForkTask task, SandboxException e) {
        String error = String.valueOf(e.getMessage());
        if (!e.isRetryable()) {
            return ended(task, ReportOutcome.FAILED, error);
        }
        TargetReport report = ended(task, ReportOutcome.RETRYABLE, error);
        report.setNotBefore(clock.instant().plus(delay.after(task.getAttempt())));
        return report;
    }

    private static TargetReport ended(ForkTask task, ReportOutcome outcome, String error) {
        return begin(task, outcome)
                .setError(ReportLimits.shorten(error, ReportLimits.MOST_TEXT))
                .build();
    }

    private static TargetReport.Builder begin(ForkTask task, ReportOutcome outcome) {
        return TargetReport.newBuilder()
                .setTaskId(task.getTaskId())
                .setJobId(task.getJobId())
                .setRunId(task.getRunId())
                .setEnvironmentId(task.getEnvironmentId())
                .setAttempt(task.getAttempt())
                .setOutcome(outcome);
    }

    private static String value(Optional<String> pin) {
        return pin.orElseThrow(() -> new IllegalStateException("a source that was pinned has no pin"));
    }
}
