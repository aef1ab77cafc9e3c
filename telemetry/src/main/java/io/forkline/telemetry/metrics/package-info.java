/**
 * What a service counts and measures. {@link io.forkline.telemetry.metrics.Metric} is the catalogue of all there is, which {@code
 * docs/metrics.md} repeats; services record by it through {@link io.forkline.telemetry.metrics.Meters}, and {@link
 * io.forkline.telemetry.metrics.PrometheusMeters} keeps the numbers with Micrometer and writes them as Prometheus reads them.
 */
@NullMarked
package io.forkline.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
