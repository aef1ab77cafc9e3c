package io.forkline.telemetry.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** The upper bounds of histograms: the same for all, so that stages can be laid beside each other. */
final class Buckets {

    private static final Duration[] BOUNDS = LongStream.of(
                    1,
                    2,
                    5,
                    10,
                    20,
                    50,
                    100,
                    200,
                    500,
                    1_000,
                    2_000,
                    5_000,
                    10_000,
                    20_000,
                    30_000,
                    60_000,
                    90_000,
                    120_000,
                    180_000,
                    300_000,
                    600_000,
                    1_800_000,
                    3_600_000,
                    7_200_000,
                    21_600_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private Buckets() {}

    static Duration[] bounds() {
        return BOUNDS.clone();
    }
}
