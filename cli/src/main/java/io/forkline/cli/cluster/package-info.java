/**
 * The parts as separate processes against any cluster: submitting jobs, following and cancelling them, following results,
 * creating topics, and the three services. {@link io.forkline.cli.cluster.ClusterOptions} says where the cluster is, and
 * {@link io.forkline.cli.cluster.ClusterCheck} finds out in bounded time whether it is there.
 */
@NullMarked
package io.forkline.cli.cluster;

import org.jspecify.annotations.NullMarked;
