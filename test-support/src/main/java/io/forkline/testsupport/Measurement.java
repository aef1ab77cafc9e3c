package io.forkline.testsupport;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times of one thing that was done many times. Shown in the output of the tests, where figures of the READMEs come from.
 *
 * @param name what was done
 * @param sorted the times, shortest first; not empty
 */
public record Measurement(String name, List<Duration> sorted) {

    private static final Logger LOG = LoggerFactory.getLogger(Measurement.class);

    public Measurement {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured of " + name);
        }
        sorted = sorted.stream().sorted().toList();
    }

    /** Logs the percentiles, and returns itself for assertions. */
    public Measurement report() {
        LOG.info("Measured. name=\"{}\" times={} p50={} p90={} p99={}", name, sorted.size(), ms(50), ms(90), ms(99));
        return this;
    }

    /** The time that so many of a hundred did not exceed. */
    public Duration percentile(int percent) {
        int index = (sorted.size() * percent + 99) / 100 - 1;
        return sorted.get(Math.max(0, index));
    }

    private String ms(int percent) {
        return String.format(Locale.ROOT, "%.2f ms", percentile(percent).toNanos() / 1e6);
    }
}
