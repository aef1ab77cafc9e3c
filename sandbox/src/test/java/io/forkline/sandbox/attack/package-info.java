/** The escape battery as a test suite. */
@NullMarked
package io.forkline.sandbox.attack;

import org.jspecify.annotations.NullMarked;
