package io.forkline.aggregator.lead;

import io.forkline.schemas.record.Timing;
import java.util.Locale;

/** One sentence on what the measured times mean for a thousand jobs. */
final class ScaleNote {

    private static final int JOBS = 1_000;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final double SECONDS_PER_HOUR = 3_600;

    private ScaleNote() {}

    static String of(Timing timing) {
        if (timing.getAgents() == 0 || timing.getParallelSeconds() <= 0) {
            return "Nothing ran in a fork, so there is no speedup to speak of.";
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
