package io.forkline.guarantees;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topics as any consumer can that reads committed, from their beginning to where they end now. */
public final class TopicsReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final ClusterConnection connection;

    public TopicsReader(ClusterConnection connection) {
        this.connection = connection;
    }

    /**
     * What is there. A record that cannot be read is left out, unless it is a dead letter.
     *
     * @throws IllegalStateException when the registry is out of reach
     */
    public TopicsSeen read() {
        try (SchemaRegistry registry = connection.openRegistry();
                var consumer =
                        new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            // against the flow of records, so that whatever is seen has its causes among what is seen
            var results = decoded(consumer, registry, ForklineTopic.RESULTS, JobResult.class);
            var deadLetters = records(consumer, ForklineTopic.DEAD_LETTERS);
            var reports = decoded(consumer, registry, ForklineTopic.REPORTS, ReportEvent.class);
            var plans = decoded(consumer, registry, ForklineTopic.PLANS, PlanEvent.class);
            var jobs = decoded(consumer, registry, ForklineTopic.JOBS, JobRequested.class);
            return new TopicsSeen(jobs, plans, reports, results, deadLetters);
        }
    }

    /**
     * What is there in one topic, as far as it can be read.
     *
     * @throws IllegalStateException when the registry is out of reach
     */
    public <T extends SpecificRecord> List<Seen<T>> read(ForklineTopic topic, Class<T> type) {
        try (SchemaRegistry registry = connection.openRegistry();
                var consumer =
                        new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return decoded(consumer, registry, topic, type);
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = connection.kafkaProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return properties;
    }

    private <T extends SpecificRecord> List<Seen<T>> decoded(
            KafkaConsumer<byte[], byte[]> consumer, SchemaRegistry registry, ForklineTopic topic, Class<T> type) {
        RecordCodec<T> codec = connection.codec(registry, topic, type);
        List<Seen<T>> seen = new ArrayList<>();
        for (var record : records(consumer, topic)) {
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

    private List<ConsumerRecord<byte[], byte[]>> records(KafkaConsumer<byte[], byte[]> consumer, ForklineTopic topic) {
        List<TopicPartition> partitions = consumer
                .partitionsFor(connection.layout().name(topic))
                .stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(records::add);
        }
        return records;
    }
}
