package io.forkline.producer;

import io.forkline.schemas.job.ReplayRules;
import java.time.Duration;
import java.util.Optional;

/**
 * What is asked of a replay.
 *
 * @param id the same id and the same job is one run, however often it is asked for
 * @param onlyFailed whether the reports that were OK count for the new run, so that only the other perspectives run
 * @param deadline from the request to when the result is due; as long as the run that is replayed had, where it is empty
 */
public record ReplayRequest(String id, boolean onlyFailed, Optional<Duration> deadline) {

    public ReplayRequest {
        if (!ReplayRules.isRequestId(id)) {
            throw new IllegalArgumentException("the id of a request has 1 to " + ReplayRules.MOST_REQUEST_ID_CHARS
                    + " characters, not all blank; this one has " + id.length());
        }
        if (deadline.filter(time -> !time.isPositive()).isPresent()) {
            throw new IllegalArgumentException("the deadline is a positive time after now, this is " + deadline.get());
        }
    }

    /** Everything runs again. */
    public static ReplayRequest of(String id) {
        return new ReplayRequest(id, false, Optional.empty());
    }

    /** Only the perspectives run again that have no OK report. */
    public ReplayRequest onlyWhatFailed() {
        return new ReplayRequest(id, true, deadline);
    }

    /** The result is due so long after the request. */
    public ReplayRequest deadline(Duration time) {
        return new ReplayRequest(id, onlyFailed, Optional.of(time));
    }
}
