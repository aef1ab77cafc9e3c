package io.forkline.aggregator.lead;

import io.forkline.schemas.record.Timing;
import java.util.Locale;

/** One sentence on what the measured times mean for a thousand jobs, or why they mean nothing. */
final class ScaleNote {

    private static final int JOBS = 1_000;
    /** Below this it would be shown as 1.0: nothing was gained. */
    private static final double LEAST_SPEEDUP = 1.05;

    private static final double SECONDS_PER_MINUTE = 60;
    private static final double SECONDS_PER_HOUR = 3_600;

    private ScaleNote() {}

    static String of(Timing timing) {
        if (timing.getAgents() == 0 || timing.getParallelSeconds() <= 0) {
            return "Nothing ran in a fork, so there is no speedup to speak of.";
        }
        if (timing.getAgents() == 1) {
            return "One agent ran, so nothing ran side by side, and there is no speedup to speak of.";
        }
        if (timing.getSpeedup() < LEAST_SPEEDUP) {
            return String.format(
                    Locale.ROOT,
                    "Side by side the %d agents took %.2f seconds, one after another %.2f: they had too little to do, or no"
                            + " processor of their own, so there is no gain to scale up.",
                    timing.getAgents(),
                    timing.getParallelSeconds(),
                    timing.getSequentialSeconds());
        }
        if (!timing.getSequentialMeasured()) {
            // Forks that share processors take longer each than one alone: their sum is more than a run one after
            // another.
            return "How long the agents take one after another was not measured, so nothing is said of more jobs; a baseline"
                    + " measures it.";
        }
        return String.format(
                Locale.ROOT,
                "At a speedup of %.1f with %d agents (%.0f%% efficiency), %,d such jobs run in %s where one agent after"
                        + " another would take %s.",
                timing.getSpeedup(),
                timing.getAgents(),
                timing.getEfficiencyPercent(),
                JOBS,
                time(timing.getParallelSeconds() * JOBS),
                time(timing.getSequentialSeconds() * JOBS));
    }

    private static String time(double seconds) {
        if (seconds < 2 * SECONDS_PER_MINUTE) {
            return String.format(Locale.ROOT, "%.0f seconds", seconds);
        }
        return seconds < 2 * SECONDS_PER_HOUR
                ? String.format(Locale.ROOT, "%.0f minutes", seconds / SECONDS_PER_MINUTE)
                : String.format(Locale.ROOT, "%.1f hours", seconds / SECONDS_PER_HOUR);
    }
}
