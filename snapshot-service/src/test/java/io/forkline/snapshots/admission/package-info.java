@NullMarked
package io.forkline.snapshots.admission;

import org.jspecify.annotations.NullMarked;
