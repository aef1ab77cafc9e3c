@NullMarked
package io.forkline.sandbox.isolation;

import org.jspecify.annotations.NullMarked;
