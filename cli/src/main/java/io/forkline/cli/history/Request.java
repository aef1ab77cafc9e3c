package io.forkline.cli.history;

import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.record.JobRequested;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that asked for a job, without its target.
 *
 * @param replay id of the replay request; null for the job itself
 * @param contentHash what the planner knows the job's content by
 */
public record Request(
        String environment,
        String tenant,
        Instant deadline,
        @Nullable String replay,
        String contentHash,
        Position at) {

    static Request of(JobRequested job, Position at) {
        return new Request(
                job.getEnvironment(),
                job.getTenant(),
                job.getDeadline(),
                job.getReplay() == null ? null : job.getReplay().getRequestId(),
                JobContent.hash(job),
                at);
    }
}
