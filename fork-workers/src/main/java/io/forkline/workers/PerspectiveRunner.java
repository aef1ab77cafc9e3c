package io.forkline.workers;

import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandResult.Limit;
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
import io.forkline.schemas.record.Timings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs one perspective in a fork of its own and makes a report of what came of it. */
final class PerspectiveRunner {

    private final SandboxProvider provider;
    private final ForkListener listener;
    private final Clock clock;
    private final String host;

    PerspectiveRunner(SandboxProvider provider, ForkListener listener, Clock clock, String host) {
        this.provider = provider;
        this.listener = listener;
        this.clock = clock;
        this.host = host;
    }

    /**
     * The report, of whatever outcome but RETRYABLE. The fork is gone when this returns.
     *
     * @throws SandboxException when there was no sandbox to run it in
     */
    PerspectiveReport run(RunningTask running, Readied readied, PerspectiveCommand perspective)
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
        ForkOptions options = new ForkOptions(ForkId.random(), readied.task().limits(), Optional.of(readied.target()));
        try (Sandbox fork = provider.fork(readied.snapshot(), options)) {
            running.runs(fork);
            double forkMs = millis(Duration.ofNanos(fork.forkTime(TimeUnit.NANOSECONDS)));
            listener.forked(
                    readied.task().id(), perspective.getName(), fork.id().value(), forkMs);
            CommandResult result = fork.run(command(perspective, left));
            Timings timings = new Timings(
                    readied.queuedMs(),
                    forkMs + millis(result.starting()),
                    millis(result.ran()),
                    asked,
                    clock.instant());
            Report report = new Report(task, perspective.getName(), timings, info(readied, fork));
            return running.isCancelled()
                    ? report.ended(ReportOutcome.CANCELLED, "the run was cancelled while it ran", "")
                    : judge(report, perspective, left, result);
        } catch (SandboxException e) {
            if (running.isCancelled()) {
                return Report.of(task).ended(ReportOutcome.CANCELLED, "the run was cancelled while it ran", "");
            }
            throw e;
        } finally {
            running.ran();
        }
    }

    private static Command command(PerspectiveCommand perspective, Duration left) {
        Duration timeout = Duration.ofMillis(perspective.getTimeoutMs());
        return Command.of(
                List.copyOf(perspective.getRun()),
                Map.of("PERSPECTIVE", perspective.getName(), "TARGET", Sandbox.TARGET),
                left.compareTo(timeout) < 0 ? left : timeout);
    }

    private static PerspectiveReport judge(
            Report report, PerspectiveCommand perspective, Duration left, CommandResult result) {
        return switch (result) {
            case CommandResult.Exited exited -> exited(report, perspective, exited);
            case CommandResult.StoppedAtLimit stopped -> stopped(report, perspective, left, stopped);
            case CommandResult.Killed killed ->
                report.ended(
                        ReportOutcome.FAILED, "it was killed", killed.output().stderr());
        };
    }

    private static PerspectiveReport exited(
            Report report, PerspectiveCommand perspective, CommandResult.Exited exited) {
        String stderr = exited.output().stderr();
        if (exited.exitCode() != 0) {
            String stdout = exited.output().stdout().strip();
            return report.ended(
                    ReportOutcome.FAILED,
                    "it ended with exit status " + exited.exitCode()
                            + LimitText.met(exited.hits(), report.task().getLimits())
                            + (stdout.isEmpty() ? "" : " and printed " + Quote.of(stdout)),
                    stderr);
        }
        return switch (ReportLine.parse(exited.output().stdout(), perspective.getName())) {
            case ReportLine.Accepted accepted -> report.ok(accepted);
            case ReportLine.Refused refused -> report.ended(ReportOutcome.FAILED, refused.why(), stderr);
        };
    }

    private static PerspectiveReport stopped(
            Report report, PerspectiveCommand perspective, Duration left, CommandResult.StoppedAtLimit stopped) {
        String stderr = stopped.output().stderr();
        return switch (stopped.limit()) {
            case WALL_TIME ->
                report.ended(
                        ReportOutcome.TIMED_OUT,
                        left.toMillis() < perspective.getTimeoutMs()
                                ? "it was killed when the time to report was over"
                                : "it was killed after its time-out of " + perspective.getTimeoutMs() + " ms",
                        stderr);
            case MEMORY, PROCESSES, OPEN_FILES, FILE_SIZE, DISK ->
                report.ended(
                        ReportOutcome.FAILED,
                        (stopped.limit() == Limit.MEMORY ? "it ran out of memory and was killed" : "it was killed")
                                + LimitText.met(
                                        Set.of(stopped.limit()), report.task().getLimits()),
                        stderr);
            case STDOUT ->
                report.ended(
                        ReportOutcome.FAILED,
                        "it was killed because it printed more than " + Command.DEFAULT_STDOUT_BYTES
                                + " bytes; a perspective prints exactly one line of JSON: "
                                + Quote.of(stopped.output().stdout()),
                        stderr);
        };
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
