/**
 * A snapshot as one file, to carry to another host: a tar, compressed with zstd. First {@code forkline-snapshot.json} with the
 * manifest, then each layer's tree below {@code layers/<digest>/}. {@link io.forkline.sandbox.archive.SnapshotExport} writes one
 * while it checks what it reads against the digests; {@link io.forkline.sandbox.archive.SnapshotImport} trusts nothing of one: its
 * trees go through {@link io.forkline.sandbox.tree.TreeBuilder}, and are layers only if they are what the manifest says.
 */
@NullMarked
package io.forkline.sandbox.archive;

import org.jspecify.annotations.NullMarked;
