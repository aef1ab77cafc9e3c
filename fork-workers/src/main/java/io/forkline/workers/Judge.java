package io.forkline.workers;

import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.schemas.record.PerspectiveCommand;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import java.time.Duration;
import java.util.Set;

/**
 * Makes the report of a perspective from how its command ended.
 *
 * @param report what is known by now
 * @param left the time there was to report
 * @param limits what its fork could use
 */
record Judge(Report report, PerspectiveCommand perspective, Duration left, SandboxLimits limits) {

    PerspectiveReport judge(CommandResult result) {
        return switch (result) {
            case CommandResult.Exited exited -> exited(exited);
            case CommandResult.StoppedAtLimit stopped -> stopped(stopped);
            case CommandResult.Killed killed ->
                report.ended(
                        ReportOutcome.FAILED, "it was killed", killed.output().stderr());
        };
    }

    private PerspectiveReport exited(CommandResult.Exited exited) {
        String stderr = exited.output().stderr();
        if (exited.exitCode() != 0) {
            String stdout = exited.output().stdout().strip();
            return report.ended(
                    ReportOutcome.FAILED,
                    "it ended with exit status " + exited.exitCode()
                            + LimitText.met(exited.hits(), limits)
                            + (stdout.isEmpty() ? "" : " and printed " + Quote.of(stdout)),
                    stderr);
        }
        return switch (ReportLine.parse(exited.output().stdout(), perspective.getName())) {
            case ReportLine.Accepted accepted -> report.ok(accepted);
            case ReportLine.Refused refused -> report.ended(ReportOutcome.FAILED, refused.why(), stderr);
        };
    }

    private PerspectiveReport stopped(CommandResult.StoppedAtLimit stopped) {
        String stderr = stopped.output().stderr();
        return switch (stopped.limit()) {
            case WALL_TIME ->
                report.ended(
                        ReportOutcome.TIMED_OUT,
                        left.toMillis() < perspective.getTimeoutMs()
                                ? "it was killed when the time to report was over"
                                : "it was killed after its time-out of " + perspective.getTimeoutMs() + " ms",
                        stderr);
            case MEMORY, OUTPUT, PROCESSES, OPEN_FILES, FILE_SIZE, DISK ->
                report.ended(
                        ReportOutcome.FAILED,
                        (stopped.limit() == Limit.MEMORY ? "it ran out of memory and was killed" : "it was killed")
                                + LimitText.met(Set.of(stopped.limit()), limits),
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
}
