@NullMarked
package io.forkline.snapshots.builder;

import org.jspecify.annotations.NullMarked;
