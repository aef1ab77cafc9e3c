package io.forkline.producer;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.log.TopicPart;
import io.forkline.schemas.log.TopicReader;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.TargetReport;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds which tree a run saw whose job does not pin its target (design note 0012). Reads what workers said of targets of the run's
 * environment since the run began.
 */
final class PinnedTargets {

    /** The answer may lie on another broker than the job, and their clocks may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final ClusterConnection connection;
    private final RecordCodec<TargetReport> codec;

    PinnedTargets(ClusterConnection connection, RecordCodec<TargetReport> codec) {
        this.connection = connection;
        this.codec = codec;
    }

    /** What its first OK answer pins, as for the planner. */
    Optional<TargetReport> find(RunId run, String environmentId, JobResult result) {
        String task = run.target().toString();
        TopicPart part = TopicPart.whole(connection.layout().name(ForklineTopic.TARGETS))
                .ofKey(environmentId)
                .since(result.getSubmittedAt().minus(CLOCK_SKEW));
        List<TargetReport> found = new ArrayList<>();
        try (TopicReader reader = TopicReader.open(connection, List.of(part))) {
            reader.read(record -> read(record)
                    .filter(report -> report.getTaskId().equals(task) && report.getOutcome() == ReportOutcome.OK)
                    .ifPresent(found::add));
        }
        return found.stream().findFirst();
    }

    private Optional<TargetReport> read(ConsumerRecord<byte[], byte[]> record) {
        return switch (codec.decode(record.value())) {
            case Decoded.Value<TargetReport> value -> Optional.of(value.value());
            case Decoded.Poison<TargetReport> poison -> Optional.empty();
            case Decoded.Unavailable<TargetReport> unavailable ->
                throw new RegistryUnavailableException(unavailable.cause(), null);
        };
    }
}
