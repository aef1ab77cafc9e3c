@NullMarked
package io.forkline.snapshots.scheduling;

import org.jspecify.annotations.NullMarked;
