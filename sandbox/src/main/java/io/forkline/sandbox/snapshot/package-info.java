/**
 * Snapshots on disk. A {@link io.forkline.sandbox.snapshot.LayerBuild} stages file trees, makes them durable and renames each to
 * its digest as a layer; a manifest then names the layers of a snapshot, base first. Who uses a snapshot holds a shared file lock
 * on it, which dies with its process; who removes one needs it exclusively. A sweep takes the layers that no manifest and no live
 * build names. Beyond the budget those snapshots go that were used longest ago. Layers are only ever mounted read only.
 * {@link io.forkline.sandbox.snapshot.Checkpoints} has what a provider adds for its own use; it goes with its snapshot.
 */
@NullMarked
package io.forkline.sandbox.snapshot;

import org.jspecify.annotations.NullMarked;
