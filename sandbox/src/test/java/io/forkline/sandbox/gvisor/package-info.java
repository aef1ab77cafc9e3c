@NullMarked
package io.forkline.sandbox.gvisor;

import org.jspecify.annotations.NullMarked;
