package io.forkline.guarantees;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.log.TopicPart;
import io.forkline.schemas.log.TopicReader;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the topics as any consumer can that reads committed, from their beginning to where they end now. */
public final class TopicsReader {

    private final ClusterConnection connection;

    public TopicsReader(ClusterConnection connection) {
        this.connection = connection;
    }

    /**
     * What is there. A record that cannot be read is left out, unless it is a dead letter.
     *
     * @throws IllegalStateException when the registry is out of reach
     * @throws org.apache.kafka.common.errors.TimeoutException when the broker goes silent
     */
    public TopicsSeen read() {
        try (SchemaRegistry registry = connection.openRegistry()) {
            // against the flow of records, so that whatever is seen has its causes among what is seen
            var results = decoded(registry, ForklineTopic.RESULTS, JobResult.class);
            var deadLetters = records(ForklineTopic.DEAD_LETTERS);
            var reports = decoded(registry, ForklineTopic.REPORTS, ReportEvent.class);
            var plans = decoded(registry, ForklineTopic.PLANS, PlanEvent.class);
            var jobs = decoded(registry, ForklineTopic.JOBS, JobRequested.class);
            return new TopicsSeen(jobs, plans, reports, results, deadLetters);
        }
    }

    /**
     * What is there in one topic, as far as it can be read.
     *
     * @throws IllegalStateException when the registry is out of reach
     */
    public <T extends SpecificRecord> List<Seen<T>> read(ForklineTopic topic, Class<T> type) {
        try (SchemaRegistry registry = connection.openRegistry()) {
            return decoded(registry, topic, type);
        }
    }

    private <T extends SpecificRecord> List<Seen<T>> decoded(
            SchemaRegistry registry, ForklineTopic topic, Class<T> type) {
        RecordCodec<T> codec = connection.codec(registry, topic, type);
        List<Seen<T>> seen = new ArrayList<>();
        for (var record : records(topic)) {
            switch (codec.decode(record.value())) {
                case Decoded.Value<T> readable -> seen.add(seen(record, readable.value()));
                case Decoded.Poison<T> unreadable -> {}
                case Decoded.Unavailable<T> unavailable -> throw new IllegalStateException(unavailable.cause());
            }
        }
        return seen;
    }

    private static <T> Seen<T> seen(ConsumerRecord<byte[], byte[]> record, T value) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return new Seen<>(record.partition(), record.offset(), key, value);
    }

    private List<ConsumerRecord<byte[], byte[]>> records(ForklineTopic topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        TopicPart whole = TopicPart.whole(connection.layout().name(topic));
        try (TopicReader reader = TopicReader.open(connection, List.of(whole))) {
            reader.read(records::add);
        }
        return records;
    }
}
