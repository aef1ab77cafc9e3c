/**
 * What the planner and the aggregator share: a Streams application with exactly-once processing
 * ({@link io.forkline.topologies.TopologyRunner}), its settings ({@link io.forkline.topologies.TopologyConfig}), and the edge
 * where bytes become records or dead letters ({@link io.forkline.topologies.Decoding}, and
 * {@link io.forkline.topologies.OwnEventDecoding} for what a topology sends itself). What a topology decides is not here.
 */
@NullMarked
package io.forkline.topologies;

import org.jspecify.annotations.NullMarked;
