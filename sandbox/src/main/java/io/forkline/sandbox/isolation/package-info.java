/** Which provider makes the forks of an environment: what it asks for, or, where it allows that, what the host has. */
@NullMarked
package io.forkline.sandbox.isolation;

import org.jspecify.annotations.NullMarked;
