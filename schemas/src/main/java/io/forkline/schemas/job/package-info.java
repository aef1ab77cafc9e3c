/**
 * What can be told of a job by its record alone, the same for whoever submits it and for the planner: {@link
 * io.forkline.schemas.job.JobRules} names what is wrong with it, {@link io.forkline.schemas.job.JobContent} whether it is the same
 * as another.
 */
@NullMarked
package io.forkline.schemas.job;

import org.jspecify.annotations.NullMarked;
