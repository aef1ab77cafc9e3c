package io.forkline.snapshots.admission;

import java.time.Instant;

/**
 * How a job record came.
 *
 * @param offset its offset in the partition of its job
 * @param submittedAt its time in the log
 * @param now the planner's time
 */
record Arrival(long offset, Instant submittedAt, Instant now) {}
