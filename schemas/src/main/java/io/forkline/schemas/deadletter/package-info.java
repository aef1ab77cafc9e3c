/** What becomes of a record that nobody can use: its raw bytes go to the dead letters, with where it came from and why. */
@NullMarked
package io.forkline.schemas.deadletter;

import org.jspecify.annotations.NullMarked;
