/**
 * What becomes of a record that nobody can use: its raw bytes go to the dead letters, with where it came from and why. {@link
 * io.forkline.schemas.deadletter.DeadLetter} writes them, {@link io.forkline.schemas.deadletter.BuriedRecord} reads them, and
 * {@link io.forkline.schemas.deadletter.Redrives} counts how often a record was given another chance.
 */
@NullMarked
package io.forkline.schemas.deadletter;

import org.jspecify.annotations.NullMarked;
