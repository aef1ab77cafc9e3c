package io.forkline.producer;

import io.forkline.schemas.id.JobId;
import java.time.Instant;

/** The job id of a submission stands for another content, which has been answered already. Nothing runs for the submission. */
public final class JobIdReusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JobIdReusedException(JobId job, Instant answeredAt) {
        super("job id " + job + " was used before for other content, and answered at " + answeredAt
                + "; choose a new id");
    }
}
