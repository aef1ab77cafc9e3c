@NullMarked
package io.forkline.snapshots;

import org.jspecify.annotations.NullMarked;
