package io.forkline.producer;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.job.JobContent;
import io.forkline.schemas.log.TopicPart;
import io.forkline.schemas.log.TopicReader;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Finds the job records that runs were made from. Opened when it is first asked, and anew for what came later. */
final class OriginRecords implements AutoCloseable {

    private final ClusterConnection connection;
    private final RecordCodec<JobRequested> codec;
    private final String topic;
    private @Nullable TopicReader reader;

    OriginRecords(ClusterConnection connection, RecordCodec<JobRequested> codec) {
        this.connection = connection;
        this.codec = codec;
        this.topic = connection.layout().name(ForklineTopic.JOBS);
    }

    /**
     * A job record.
     *
     * @param submittedAt when the broker appended it
     */
    record Found(JobRequested job, Instant submittedAt) {}

    /** @throws NotReplayableException when it is gone, or another record lies there */
    Found find(JobResult result) {
        Origin origin = result.getOrigin();
        ConsumerRecord<byte[], byte[]> record = Optional.of(new TopicPartition(topic, origin.getPartition()))
                .filter(partition -> origin.getTopic().equals(topic))
                .flatMap(partition -> readerTo(partition, origin.getOffset()).find(partition, origin.getOffset()))
                .orElseThrow(() -> new NotReplayableException("has its record no longer: it lay at " + text(origin)
                        + ", and the topic keeps records for "
                        + ForklineTopic.JOBS.retention().orElseThrow().toDays() + " days"));
        return switch (codec.decode(record.value())) {
            case Decoded.Value<JobRequested> value -> {
                requireSame(value.value(), result);
                yield new Found(value.value(), Instant.ofEpochMilli(record.timestamp()));
            }
            case Decoded.Poison<JobRequested> poison ->
                throw new NotReplayableException(
                        "has a record at " + text(origin) + " that cannot be read: " + poison.cause());
            case Decoded.Unavailable<JobRequested> unavailable ->
                throw new RegistryUnavailableException(unavailable.cause(), null);
        };
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /** A topic that was made anew has other records at the same offsets. */
    private static void requireSame(JobRequested job, JobResult result) {
        boolean same = job.getJobId().equals(result.getJobId())
                && (result.getContentHash() == null || result.getContentHash().equals(JobContent.hash(job)));
        if (!same) {
            throw new NotReplayableException(
                    "has its record no longer: another one lies at " + text(result.getOrigin()));
        }
    }

    private TopicReader readerTo(TopicPartition partition, long offset) {
        if (reader != null && offset >= reader.ends().getOrDefault(partition, 0L)) {
            close();
        }
        if (reader == null) {
            reader = TopicReader.open(connection, List.of(TopicPart.whole(topic)));
        }
        return reader;
    }

    private static String text(Origin origin) {
        return origin.getTopic() + " " + origin.getPartition() + "@" + origin.getOffset();
    }
}
