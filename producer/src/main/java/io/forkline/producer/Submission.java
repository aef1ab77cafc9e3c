package io.forkline.producer;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobResult;
import java.time.Instant;

/**
 * A job that the cluster has taken: its record is replicated and will not be lost.
 *
 * @param jobId the job
 * @param partition partition of the record in the topic {@code jobs}
 * @param offset its offset there
 * @param timestamp when the broker appended it
 * @param idIsNew whether the id was made for this submission, so that no earlier one can have had it
 * @param contentHash what the planner will know the job's content by, 32 hex digits
 * @param isReplay whether it asks for a new run of a job that has run
 */
public record Submission(
        JobId jobId,
        int partition,
        long offset,
        Instant timestamp,
        boolean idIsNew,
        String contentHash,
        boolean isReplay) {

    /** Whether the result is that of an earlier submission under the same id, and nothing ran for this one. */
    public boolean isRepeat(JobResult result) {
        return result.getOrigin().getOffset() < offset;
    }

    /**
     * A job that was turned down has not begun: submitted again it is a new run, which has a result of its own. So has a replay,
     * whatever results the job has.
     */
    boolean isAnsweredBy(JobResult result) {
        return (result.getAdmitted() && !isReplay) || !isRepeat(result);
    }

    /** Whether the result is of a job with the same content; so are results that do not say. */
    boolean isOfSameContent(JobResult result) {
        return idIsNew
                || result.getContentHash() == null
                || result.getContentHash().equals(contentHash);
    }
}
