package io.forkline.cli.deadletters;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes the records of dead letters again, one after the other: so it is known of each whether it is there. */
final class Redriver implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;

    Redriver(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    static Redriver open(ClusterConnection connection) {
        return new Redriver(
                new KafkaProducer<>(properties(connection), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** What came of it. */
    sealed interface Outcome {

        /** It is there, on every replica in sync. */
        record Written(String topic, int partition, long offset) implements Outcome {}

        /** The cluster does not take this one; others it may take. */
        record Refused(String why) implements Outcome {}

        /** Nobody knows whether it is there, and others will not fare better. */
        record Broken(KafkaException cause) implements Outcome {}
    }

    /** Writes the record as it came, with its count, and waits until the cluster has it. */
    Outcome send(Letter letter, Verdict.Send where) throws InterruptedException {
        Integer partition =
                where.partition().isPresent() ? (Integer) where.partition().getAsInt() : null;
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                where.topic(),
                partition,
                letter.key(),
                letter.value(),
                where.redrives().in(letter.headers()));
        try {
            RecordMetadata written = producer.send(record).get();
            return new Outcome.Written(written.topic(), written.partition(), written.offset());
        } catch (ExecutionException e) {
            return failed(e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause()));
        } catch (InterruptException e) {
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("interrupted while a record was written");
            interrupted.initCause(e);
            throw interrupted;
        } catch (KafkaException e) {
            return failed(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private static Outcome failed(KafkaException cause) {
        return switch (cause) {
            case RecordTooLargeException large ->
                new Outcome.Refused("it is larger than its topic takes; it may have come in a compressed batch, and fit"
                        + " again with kafka.compression.type=gzip in the --config: " + large.getMessage());
            case InvalidRecordException invalid -> new Outcome.Refused(String.valueOf(invalid.getMessage()));
            case TopicAuthorizationException denied -> new Outcome.Refused(String.valueOf(denied.getMessage()));
            case UnknownTopicOrPartitionException gone -> new Outcome.Refused(String.valueOf(gone.getMessage()));
            default -> new Outcome.Broken(cause);
        };
    }

    static Map<String, Object> properties(ClusterConnection connection) {
        Map<String, Object> properties = connection.kafkaProperties();
        // An operator waits: what the settings do not say is over within half a minute.
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // The broker knows best what a topic takes.
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ForklineTopic.DEAD_LETTERS.maxMessageBytes());
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return properties;
    }
}
