package io.forkline.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning, committed records only, and keeps what it saw. Belongs to no group. For one thread.
 */
public final class RecordCollector implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;

    /** Reads all partitions that the topic has now. */
    public RecordCollector(TestBroker broker, String topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(RecordCollector::partition)
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads on until so many records have been seen in all. Returns all, in the order of their arrival. */
    public List<ConsumerRecord<byte[], byte[]>> awaitCount(int count) {
        return await("there are " + count + " records", records -> records.size() >= count);
    }

    /**
     * Reads on until the condition holds for all records seen so far, and returns them.
     *
     * @throws AssertionError if it does not hold in time; names the claim and how many records there were
     */
    public List<ConsumerRecord<byte[], byte[]>> await(
            String claim, Predicate<List<ConsumerRecord<byte[], byte[]>>> condition) {
        long start = System.nanoTime();
        while (!condition.test(seen)) {
            if (System.nanoTime() - start > Await.PATIENCE.toNanos()) {
                throw new AssertionError(
                        "it did not come true on " + topic + " that " + claim + "; it has " + seen.size() + " records");
            }
            consumer.poll(POLL).forEach(seen::add);
        }
        return List.copyOf(seen);
    }

    /** Reads to where the topic ends now, and returns all records seen so far. */
    public List<ConsumerRecord<byte[], byte[]>> readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        return await(
                "it was read to its end",
                records -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }
}
