package io.forkline.guarantees;

import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All that was committed to the topics which a promise is about, each partition in its order.
 *
 * @param jobs those that can be read
 * @param plans what the planner decided
 * @param reports reports, and the marks of deadlines among them
 * @param results what consumers see
 * @param deadLetters as they are
 */
public record TopicsSeen(
        List<Seen<JobRequested>> jobs,
        List<Seen<PlanEvent>> plans,
        List<Seen<ReportEvent>> reports,
        List<Seen<JobResult>> results,
        List<ConsumerRecord<byte[], byte[]>> deadLetters) {

    public TopicsSeen {
        jobs = List.copyOf(jobs);
        plans = List.copyOf(plans);
        reports = List.copyOf(reports);
        results = List.copyOf(results);
        deadLetters = List.copyOf(deadLetters);
    }
}
