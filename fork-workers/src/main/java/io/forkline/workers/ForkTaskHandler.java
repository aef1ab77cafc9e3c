package io.forkline.workers;

import io.forkline.leases.Delivery;
import io.forkline.leases.Outcome;
import io.forkline.leases.TaskHandler;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Secrets;
import io.forkline.sandbox.TargetTree;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.telemetry.trace.Stage;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a fork task with one report, whatever becomes of it. */
final class ForkTaskHandler implements TaskHandler<ForkTask> {

    private static final Logger LOG = LoggerFactory.getLogger(ForkTaskHandler.class);

    /** A report that is ready waits no longer than this to say how long its fork took to end. */
    private static final Duration END_OF_FORK = Duration.ofMillis(5);

    private final TargetFetch targets;
    private final Snapshots snapshots;
    private final SecretSource secrets;
    private final PerspectiveRunner perspectives;
    private final BaselineRunner baseline;
    private final Cancellations cancellations;
    private final AnswerTopic<ReportEvent> reports;
    private final RetryDelay delay;
    private final ForkListener listener;
    private final Clock clock;
    private final TaskSpans spans;

    /** Where the tree of a target comes from; see {@link io.forkline.sandbox.target.TargetStore#fetch}. */
    interface TargetFetch {
        TargetTree fetch(TargetSource source) throws SandboxException, InterruptedException;
    }

    ForkTaskHandler(
            TargetFetch targets,
            Snapshots snapshots,
            SecretSource secrets,
            PerspectiveRunner perspectives,
            BaselineRunner baseline,
            Cancellations cancellations,
            AnswerTopic<ReportEvent> reports,
            RetryDelay delay,
            ForkListener listener,
            Clock clock,
            TaskSpans spans) {
        this.targets = targets;
        this.snapshots = snapshots;
        this.secrets = secrets;
        this.perspectives = perspectives;
        this.baseline = baseline;
        this.cancellations = cancellations;
        this.reports = reports;
        this.delay = delay;
        this.listener = listener;
        this.clock = clock;
        this.spans = spans;
    }

    @Override
    public Outcome handle(ForkTask task, Delivery delivery) throws InterruptedException {
        listener.taken(task, clock.instant());
        StageSpan span = spans.begin(Stage.FORK_TASK, task, delivery);
        try {
            PerspectiveReport report = span.during(() -> answer(task));
            spans.end(span, report.getOutcome());
            LOG.info(
                    "task is answered, taskId={} attempt={} outcome={}",
                    task.getTaskId(),
                    task.getAttempt(),
                    report.getOutcome());
            return publish(task, report, span.context());
        } catch (InterruptedException e) {
            spans.abandoned(span);
            throw e;
        }
    }

    @Override
    public Outcome lastDelivery(ForkTask task, Delivery delivery) {
        return publish(
                task,
                Report.of(task).ended(ReportOutcome.FAILED, GivenUp.after(delivery), ""),
                TraceContext.of(delivery.headers()));
    }

    private Outcome publish(ForkTask task, PerspectiveReport report, Optional<TraceContext> trace) {
        listener.answered(task, report);
        listener.finished(report);
        return reports.outcome(report.getJobId(), new ReportEvent(report), trace);
    }

    private PerspectiveReport answer(ForkTask task) throws InterruptedException {
        Instant begun = clock.instant();
        try (RunningTask running = cancellations.begin(task)) {
            if (running.isCancelled()) {
                return Report.of(task).ended(ReportOutcome.CANCELLED, "the run was cancelled before its fork", "");
            }
            // Before anything is fetched or built for nothing.
            if (!begun.isBefore(task.getReportBy())) {
                return Report.of(task)
                        .ended(ReportOutcome.TIMED_OUT, "the time to report was over when a worker took the task", "");
            }
            return run(running, ready(task, begun));
        } catch (SandboxException e) {
            return failed(task, e);
        } catch (IllegalTaskException e) {
            return Report.of(task).ended(ReportOutcome.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    private Readied ready(ForkTask task, Instant begun)
            throws SandboxException, InterruptedException, IllegalTaskException {
        CheckedTask checked = CheckedTask.of(task);
        // First: what is missing here will be, however long a target and a snapshot take.
        Secrets known = secrets.of(task.getSecrets());
        TargetTree target = targets.fetch(checked.target());
        double queuedMs =
                Math.max(0, Duration.between(task.getIssuedAt(), begun).toMillis());
        return new Readied(checked, snapshots.of(checked), target, known, queuedMs);
    }

    private PerspectiveReport run(RunningTask running, Readied readied) throws SandboxException, InterruptedException {
        ForkTask task = running.task();
        return task.getSequential()
                ? baseline.run(running, readied)
                : perspectives.run(running, readied, task.getPerspectives().get(0), END_OF_FORK);
    }

    private PerspectiveReport failed(ForkTask task, SandboxException e) {
        String error = String.valueOf(e.getMessage());
        return e.isRetryable()
                ? Report.of(task).retryable(error, clock.instant().plus(delay.after(task.getAttempt())))
                : Report.of(task).ended(ReportOutcome.FAILED, error, "");
    }
}
