/**
 * Snapshots on disk. A file tree is staged, made durable and renamed to its digest as a layer; a manifest names the
 * layers of a snapshot, base first. Who uses a snapshot holds a shared file lock on it, which dies with its process; who
 * deletes one needs it exclusively, and takes the layers along that no other manifest names. Layers are only ever mounted
 * read only.
 */
@NullMarked
package io.forkline.sandbox.snapshot;

import org.jspecify.annotations.NullMarked;
