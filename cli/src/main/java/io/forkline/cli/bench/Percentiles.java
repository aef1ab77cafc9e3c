package io.forkline.cli.bench;

import java.util.Collection;

/**
 * What half, nine tenths, 99 hundredths and all of some values do not exceed, by nearest rank. All 0 where there are no values.
 */
public record Percentiles(double p50, double p90, double p99, double max) {

    public static Percentiles of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Percentiles(at(sorted, 50), at(sorted, 90), at(sorted, 99), at(sorted, 100));
    }

    private static double at(double[] sorted, int percent) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = Math.ceilDiv(sorted.length * percent, 100);
        return sorted[Math.max(rank, 1) - 1];
    }
}
