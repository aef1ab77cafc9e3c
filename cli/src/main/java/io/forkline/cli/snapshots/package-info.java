/** {@code forkline snapshots}: those of this host, shown, removed, and carried from and to other hosts. */
@NullMarked
package io.forkline.cli.snapshots;

import org.jspecify.annotations.NullMarked;
