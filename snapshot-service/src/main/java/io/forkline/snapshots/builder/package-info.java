/**
 * The snapshot builder, a worker: {@link io.forkline.snapshots.builder.SnapshotBuilder} takes a request, asks the sandbox
 * provider for the snapshot and answers with a SnapshotEvent. It keeps no state and decides nothing: whether a failed build is
 * tried again, and what becomes of the runs that wait, is the planner's affair.
 */
@NullMarked
package io.forkline.snapshots.builder;

import org.jspecify.annotations.NullMarked;
