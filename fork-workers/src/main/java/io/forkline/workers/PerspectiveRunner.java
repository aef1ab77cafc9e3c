package io.forkline.workers;

import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveCommand;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.SandboxInfo;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.Stages;
import io.forkline.schemas.record.Timings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs one perspective in a fork of its own and makes a report of what came of it. */
final class PerspectiveRunner {

    private final SandboxProvider provider;
    private final ForkListener listener;
    private final Clock clock;
    private final String host;
    private final TaskSpans spans;

    PerspectiveRunner(SandboxProvider provider, ForkListener listener, Clock clock, String host, TaskSpans spans) {
        this.provider = provider;
        this.listener = listener;
        this.clock = clock;
        this.host = host;
        this.spans = spans;
    }

    /**
     * The report, of whatever outcome but RETRYABLE. The fork is closed when this returns.
     *
     * @param patience how long the report may wait for the end of the fork, to say how long that took
     * @throws SandboxException when there was no sandbox to run it in
     */
    PerspectiveReport run(RunningTask running, Readied readied, PerspectiveCommand perspective, Duration patience)
            throws SandboxException, InterruptedException {
        ForkTask task = running.task();
        Instant asked = clock.instant();
        Duration left = Duration.between(asked, task.getReportBy());
        if (running.isCancelled()) {
            return Report.of(task).ended(ReportOutcome.CANCELLED, "the run was cancelled", "");
        }
        if (!left.isPositive()) {
            return Report.of(task).ended(ReportOutcome.TIMED_OUT, "the time to report was over before its fork", "");
        }
        ForkOptions options = new ForkOptions(
                ForkId.random(),
                readied.task().limits(),
                EffectiveLimits.of(task.getLimits(), null),
                Optional.of(readied.target()));
        Ran ran;
        try (Sandbox fork = provider.fork(readied.snapshot(), options)) {
            running.runs(fork);
            listener.forked(
                    readied.task().id(), perspective.getName(), fork.id().value(), forkMs(fork));
            CommandResult result = fork.run(command(perspective, left).withSecrets(readied.secrets()));
            ran = new Ran(fork, result, running.isCancelled(), asked, clock.instant());
        } catch (SandboxException e) {
            if (running.isCancelled()) {
                return Report.of(task).ended(ReportOutcome.CANCELLED, "the run was cancelled while it ran", "");
            }
            throw e;
        } finally {
            running.ran();
        }
        Stages stages = StageTimes.of(ran.fork().stages(), ran.result().stages());
        Report making =
                new Report(task, perspective.getName(), timings(readied, ran, stages), info(readied, ran.fork()));
        PerspectiveReport report = ran.cancelled()
                ? making.ended(ReportOutcome.CANCELLED, "the run was cancelled while it ran", "")
                : Redacted.of(
                        new Judge(making, perspective, left, readied.task().limits()).judge(ran.result()),
                        readied.secrets());
        listener.ran(task, report);
        spans.ran(report, perspective.getName(), ran.asked(), ran.ended(), stages);
        // last, as the fork ends while the report is made
        ran.fork().awaitDestroyed(patience).map(StageTimes::micros).ifPresent(stages::setDestroyMicros);
        return report;
    }

    /** A fork that is closed, and what it did. */
    private record Ran(Sandbox fork, CommandResult result, boolean cancelled, Instant asked, Instant ended) {}

    private static Timings timings(Readied readied, Ran ran, Stages stages) {
        return new Timings(
                readied.queuedMs(),
                forkMs(ran.fork()) + millis(ran.result().stages().starting()),
                millis(ran.result().stages().ran()),
                ran.asked(),
                ran.ended(),
                stages);
    }

    private static double forkMs(Sandbox fork) {
        return millis(Duration.ofNanos(fork.forkTime(TimeUnit.NANOSECONDS)));
    }

    private static Command command(PerspectiveCommand perspective, Duration left) {
        Duration timeout = Duration.ofMillis(perspective.getTimeoutMs());
        return Command.of(
                List.copyOf(perspective.getRun()),
                Map.of("PERSPECTIVE", perspective.getName(), "TARGET", Sandbox.TARGET),
                left.compareTo(timeout) < 0 ? left : timeout);
    }

    private SandboxInfo info(Readied readied, Sandbox fork) {
        return new SandboxInfo(
                readied.snapshot().provider(),
                SnapshotKind.valueOf(readied.snapshot().kind().name()),
                readied.snapshot().id().value(),
                fork.id().value(),
                readied.target().digest(),
                host,
                readied.snapshot().digest());
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
