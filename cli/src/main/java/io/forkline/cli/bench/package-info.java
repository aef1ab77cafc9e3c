/**
 * {@code forkline bench}: rounds of one job through the whole pipeline, measured. {@link io.forkline.cli.bench.BenchCommand}
 * runs them, {@link io.forkline.cli.bench.Measured} holds what they took, {@link io.forkline.cli.bench.BenchReport} shows and
 * writes it.
 */
@NullMarked
package io.forkline.cli.bench;

import org.jspecify.annotations.NullMarked;
