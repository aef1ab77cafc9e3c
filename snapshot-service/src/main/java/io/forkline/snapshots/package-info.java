/**
 * The snapshot service: the planner topology and the snapshot builder, in one {@link io.forkline.snapshots.SnapshotService}.
 * A job passes {@code admission} (by job: is it valid, is it new, which run is it) and then {@code scheduling} (by environment:
 * is its snapshot ready, is there a place in the window); {@code builder} answers the requests for snapshots.
 */
@NullMarked
package io.forkline.snapshots;

import org.jspecify.annotations.NullMarked;
