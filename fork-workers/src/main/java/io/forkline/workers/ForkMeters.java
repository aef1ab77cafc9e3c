package io.forkline.workers;

import io.forkline.sandbox.ForkPool;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Timings;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import io.forkline.telemetry.metrics.Sampled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Counts answers and forks, and measures the stages that only a worker sees. Adds a few hundred nanoseconds to a task. */
record ForkMeters(Meters meters) implements ForkListener {

    /** Shows what a provider has made ahead, from now on. */
    static void watch(SandboxProvider provider, Meters meters) {
        Sampled<ForkPool> pool = new Sampled<>(provider::pool);
        meters.gauge(Metric.LIVE_FORKS, () -> provider.list().size());
        meters.gauge(Metric.PARKED_FORKS, () -> pool.get().parked());
        meters.gauge(Metric.NESTS, () -> pool.get().nests());
    }

    /** Shows what will be counted of an environment, from 0 on. */
    static void show(String environment, Meters meters) {
        for (ReportOutcome outcome : ReportOutcome.values()) {
            meters.show(Metric.REPORTS, environment, outcome(outcome));
        }
        for (String parked : List.of("true", "false")) {
            meters.show(Metric.FORKS, environment, outcome(ReportOutcome.OK), parked);
            meters.show(Metric.FORKS, environment, outcome(ReportOutcome.FAILED), parked);
        }
    }

    @Override
    public void taken(ForkTask task, Instant at) {
        meters.observe(Metric.TASK_WAIT, Duration.between(task.getIssuedAt(), at), task.getEnvironment());
    }

    @Override
    public void ran(ForkTask task, PerspectiveReport report) {
        Timings timings = report.getTimings();
        if (timings == null) {
            // It was cancelled or came too late: there was no fork.
            return;
        }
        String parked = Boolean.toString(
                timings.getStages() != null && timings.getStages().getParked());
        meters.count(Metric.FORKS, task.getEnvironment(), outcome(report.getOutcome()), parked);
        meters.observe(Metric.FORK, millis(timings.getForkMs()), task.getEnvironment(), parked);
        meters.observe(Metric.RUN, millis(timings.getRunMs()), task.getEnvironment());
    }

    @Override
    public void answered(ForkTask task, PerspectiveReport report) {
        meters.count(Metric.REPORTS, task.getEnvironment(), outcome(report.getOutcome()));
    }

    private static String outcome(ReportOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }
}
