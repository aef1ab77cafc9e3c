/** What can be told of a job by its record alone, the same for whoever submits it and for the planner. */
@NullMarked
package io.forkline.schemas.job;

import org.jspecify.annotations.NullMarked;
