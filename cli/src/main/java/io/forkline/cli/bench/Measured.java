package io.forkline.cli.bench;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** What the rounds took. For one thread. */
final class Measured {

    private final int agents;
    private final List<Double> submitToResultMs = new ArrayList<>();
    private final List<Timings> timings = new ArrayList<>();
    private double sequentialSeconds;
    private double parallelSeconds;
    private int rounds;

    Measured(int agents) {
        this.agents = agents;
    }

    /**
     * One round.
     *
     * @param parallel result of a job without a baseline
     * @param submitToResult milliseconds that it took, by the clock of the one who waited
     * @param baseline result of the same job with a baseline, for the sequential time only
     */
    void add(JobResult parallel, double submitToResult, JobResult baseline) {
        rounds++;
        submitToResultMs.add(submitToResult);
        parallel.getReports().stream()
                .map(PerspectiveReport::getTimings)
                .filter(Objects::nonNull)
                .forEach(timings::add);
        parallelSeconds += parallel.getTiming().getParallelSeconds();
        sequentialSeconds += baseline.getTiming().getSequentialSeconds();
    }

    int agents() {
        return agents;
    }

    int rounds() {
        return rounds;
    }

    /** All agents one after another, in all rounds together. */
    double sequentialSeconds() {
        return sequentialSeconds;
    }

    /** All agents side by side, from the first fork to the last return, in all rounds together. */
    double parallelSeconds() {
        return parallelSeconds;
    }

    double speedup() {
        return parallelSeconds > 0 ? sequentialSeconds / parallelSeconds : 0;
    }

    double efficiencyPercent() {
        return 100 * speedup() / agents;
    }

    Percentiles submitToResultMs() {
        return Percentiles.of(submitToResultMs);
    }

    Percentiles queuedMs() {
        return stage(Timings::getQueuedMs);
    }

    Percentiles forkMs() {
        return stage(Timings::getForkMs);
    }

    Percentiles runMs() {
        return stage(Timings::getRunMs);
    }

    private Percentiles stage(ToDoubleFunction<Timings> stage) {
        return Percentiles.of(timings.stream().mapToDouble(stage).boxed().toList());
    }
}
