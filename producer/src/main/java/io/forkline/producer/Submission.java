package io.forkline.producer;

import io.forkline.schemas.id.JobId;
import java.time.Instant;

/**
 * A job that the cluster has taken: its record is replicated and will not be lost.
 *
 * @param jobId the job
 * @param partition partition of the record in the topic {@code jobs}
 * @param offset its offset there
 * @param timestamp when the broker appended it
 * @param idIsNew whether the id was made for this submission, so that no earlier one can have had it
 */
public record Submission(JobId jobId, int partition, long offset, Instant timestamp, boolean idIsNew) {}
