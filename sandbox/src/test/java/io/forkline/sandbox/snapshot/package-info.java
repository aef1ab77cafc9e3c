/** Snapshots on disk. */
@NullMarked
package io.forkline.sandbox.snapshot;

import org.jspecify.annotations.NullMarked;
