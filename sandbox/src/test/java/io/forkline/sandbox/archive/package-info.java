/** Snapshots as files. */
@NullMarked
package io.forkline.sandbox.archive;

import org.jspecify.annotations.NullMarked;
