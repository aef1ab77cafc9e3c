/**
 * The planner's first step, by job. {@link io.forkline.snapshots.admission.JobProcessor} reads a job record: one in the wrong
 * partition goes to the right one, and for the others {@code Admission} makes a {@code Decision} from the record and from what is
 * known of its job: nothing (it is known), a dead letter, a rejected run, or an admitted one. {@code JobValidation} names what is
 * wrong with a job. One that is turned down has not begun, so its id is free: the next job record under it is a new run. Reports and results pass
 * {@link io.forkline.snapshots.admission.Forwarding} to the step by environment.
 */
@NullMarked
package io.forkline.snapshots.admission;

import org.jspecify.annotations.NullMarked;
