package io.forkline.schemas.json;

import io.forkline.schemas.job.JobRules;
import io.forkline.schemas.record.JobRequested;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** What came of reading a job as JSON. */
public sealed interface JobReading {

    /**
     * It is a job.
     *
     * @param headers what goes along with it
     */
    record Job(JobRequested job, Headers headers) implements JobReading {}

    /**
     * It is JSON and no job.
     *
     * @param errors all that is wrong, each with the path of its field first
     * @param refused what could be read of it, with the errors as its refusal; empty where it has no valid id, so that nobody could be
     *     answered
     * @param headers what goes along with it
     */
    record Wrong(List<String> errors, Optional<JobRequested> refused, Headers headers) implements JobReading {

        public Wrong {
            errors = List.copyOf(errors);
        }

        /** The errors in one text. */
        public String message() {
            return JobRules.inOneText(errors);
        }
    }

    /** It is not even JSON. */
    record Unreadable(String why) implements JobReading {}
}
