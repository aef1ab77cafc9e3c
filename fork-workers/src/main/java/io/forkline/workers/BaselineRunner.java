package io.forkline.workers;

import io.forkline.sandbox.SandboxException;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.PerspectiveCommand;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.SequentialStep;
import io.forkline.schemas.record.Timings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Measures what forks gain: runs the perspectives of a run one after another, each in a fork of its own. Its time to run is the
 * wall time of the whole, forks included, so its time to fork is 0.
 */
final class BaselineRunner {

    private final PerspectiveRunner perspectives;
    private final Clock clock;
    private final LongSupplier nanos;

    BaselineRunner(PerspectiveRunner perspectives, Clock clock, LongSupplier nanos) {
        this.perspectives = perspectives;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * One report with a step for each perspective. A perspective that fails does not keep the others from running, but the report
     * then has its outcome: a sequence with a failure in it measures something else.
     */
    PerspectiveReport run(RunningTask running, Readied readied) throws SandboxException, InterruptedException {
        Instant startedAt = clock.instant();
        long started = nanos.getAsLong();
        List<PerspectiveReport> reports = new ArrayList<>();
        for (PerspectiveCommand perspective : running.task().getPerspectives()) {
            PerspectiveReport report = perspectives.run(running, readied, perspective, Duration.ZERO);
            report.setPerspective(perspective.getName());
            reports.add(report);
        }
        double runMs = (nanos.getAsLong() - started) / 1e6;
        Timings timings = new Timings(readied.queuedMs(), 0.0, runMs, startedAt, clock.instant(), null);
        return whole(running, reports, timings);
    }

    private static PerspectiveReport whole(RunningTask running, List<PerspectiveReport> reports, Timings timings) {
        Optional<PerspectiveReport> forked =
                reports.stream().filter(report -> report.getSandbox() != null).reduce((first, last) -> last);
        Report whole = new Report(
                running.task(),
                TaskId.SEQUENTIAL,
                forked.isPresent() ? timings : null,
                forked.map(PerspectiveReport::getSandbox).orElse(null));
        List<SequentialStep> steps = reports.stream().map(BaselineRunner::step).toList();
        return reports.stream()
                .filter(report -> report.getOutcome() != ReportOutcome.OK)
                .findFirst()
                .map(bad -> whole.ended(bad.getOutcome(), bad.getPerspective() + ": " + bad.getError(), steps))
                .orElseGet(() -> whole.ok(steps));
    }

    private static SequentialStep step(PerspectiveReport report) {
        Timings timings = report.getTimings();
        return new SequentialStep(
                report.getPerspective(),
                report.getOutcome(),
                timings == null ? 0.0 : timings.getForkMs(),
                timings == null ? 0.0 : timings.getRunMs());
    }
}
