package io.forkline.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.producer.ForklineClient;
import io.forkline.producer.Job;
import io.forkline.producer.Submission;
import io.forkline.producer.Targets;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.ResultStatus;
import java.time.Duration;
import java.util.Map;

/** Jobs that greet, which takes no time to speak of. */
final class Jobs {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private Jobs() {}

    static Submission submit(ForklineClient client, String id) throws InterruptedException {
        return client.submit(Job.builder("greeting", Targets.inline(Map.of("a.txt", id)))
                .id(new JobId(id))
                .lead(LeadMode.NONE)
                .build());
    }

    /** Waits for the result, which is COMPLETE. */
    static JobResult await(ForklineClient client, Submission submission) throws Exception {
        JobResult result = client.await(submission, PATIENCE);
        assertThat(result.getStatus()).as("%s", result).isEqualTo(ResultStatus.COMPLETE);
        return result;
    }
}
