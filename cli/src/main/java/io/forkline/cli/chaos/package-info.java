/**
 * The command that proves the guarantees by killing. A {@link io.forkline.cli.chaos.plan.ChaosPlan} is drawn from a seed; {@code ChaosRun} publishes its
 * jobs and its poison to a {@link io.forkline.cli.chaos.process.ChaosCluster}, lets that suffer the faults, waits until all is quiet, and has the
 * module {@code guarantees} judge what is left in the topics and on the machine.
 */
@NullMarked
package io.forkline.cli.chaos;

import org.jspecify.annotations.NullMarked;
