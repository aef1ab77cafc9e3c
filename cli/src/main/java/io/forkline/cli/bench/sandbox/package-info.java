/**
 * {@code forkline bench sandbox}: what forks cost on this machine, beside what else runs a script.
 * {@link io.forkline.cli.bench.sandbox.SandboxBench} measures one section after another, all with the same
 * {@link io.forkline.cli.bench.sandbox.Script}; {@link io.forkline.cli.bench.sandbox.FiguresText} and
 * {@link io.forkline.cli.bench.sandbox.FiguresJson} show what came of it.
 */
@NullMarked
package io.forkline.cli.bench.sandbox;

import org.jspecify.annotations.NullMarked;
