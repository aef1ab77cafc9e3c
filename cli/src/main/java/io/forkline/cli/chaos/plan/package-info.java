/**
 * What a chaos run is going to do, drawn from a seed before it begins: a {@link io.forkline.cli.chaos.plan.ChaosPlan} has the jobs, the faults and the
 * poison, each with its moment. Nothing here knows a process or a topic of a cluster.
 */
@NullMarked
package io.forkline.cli.chaos.plan;

import org.jspecify.annotations.NullMarked;
