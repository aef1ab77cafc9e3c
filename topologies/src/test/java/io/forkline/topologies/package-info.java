@NullMarked
package io.forkline.topologies;

import org.jspecify.annotations.NullMarked;
