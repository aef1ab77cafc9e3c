/** {@code forkline snapshots}: those of this host, listed and deleted. */
@NullMarked
package io.forkline.cli.snapshots;

import org.jspecify.annotations.NullMarked;
