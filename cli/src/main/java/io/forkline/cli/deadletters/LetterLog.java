package io.forkline.cli.deadletters;

import io.forkline.cli.CommandException;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The topic of the dead letters, from its beginning to where it ended when this was opened, committed records only. Belongs to
 * no group, so that it takes nothing from others and leaves no trace. For one thread.
 */
final class LetterLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Of a broker that says nothing while there is something to read. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** To read so far is quicker than to ask anew. */
    private static final long NEAR_RECORDS = 1_000;

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    private LetterLog(String topic, Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.topic = topic;
        this.consumer = consumer;
        this.begins = consumer.beginningOffsets(partitions);
        this.ends = consumer.endOffsets(partitions);
    }

    /** What happens on the way through the topic. */
    interface Reader {

        /** The next letter; within its partition in the order of the topic. */
        void letter(Letter letter);

        /** So many of so many offsets are behind us. */
        void passed(long offsets, long of);
    }

    /**
     * Opens it.
     *
     * @throws CommandException when the topic is not there; it is not created by the way
     */
    static LetterLog open(ClusterConnection connection) throws InterruptedException {
        String topic = connection.layout().name(ForklineTopic.DEAD_LETTERS);
        List<TopicPartition> partitions = partitions(connection, topic);
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return new LetterLog(topic, consumer, partitions);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** Reads all of it. */
    void read(Reader reader) {
        fetched.clear();
        consumer.assign(ends.keySet());
        begins.forEach(consumer::seek);
        long total = offsets(ends) - offsets(begins);
        Patience patience = new Patience();
        while (left() > 0) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            patience.check(left());
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < ends.getOrDefault(partition(record), 0L)) {
                    reader.letter(Letter.of(record));
                }
            }
            reader.passed(total - left(), total);
        }
    }

    /** The letter with this id, if there is one. Quick for ids that follow each other. */
    Optional<Letter> find(LetterId id) {
        TopicPartition partition = new TopicPartition(topic, id.partition());
        if (!ends.containsKey(partition) || id.offset() < begins.get(partition) || id.offset() >= ends.get(partition)) {
            return Optional.empty();
        }
        goTo(partition, id.offset());
        Patience patience = new Patience();
        while (true) {
            while (!fetched.isEmpty() && fetched.element().offset() < id.offset()) {
                fetched.remove();
            }
            if (!fetched.isEmpty()) {
                return Optional.of(fetched.element())
                        .filter(record -> record.offset() == id.offset())
                        .map(Letter::of);
            }
            if (consumer.position(partition) > id.offset()) {
                return Optional.empty();
            }
            consumer.poll(POLL).forEach(fetched::add);
            patience.check(ends.get(partition) - consumer.position(partition));
        }
    }

    /** Where the letters are, for messages: {@code from 0-0 to 0-41}, both included. */
    String range() {
        List<String> ranges = new ArrayList<>();
        ends.forEach((partition, end) -> {
            if (end > begins.get(partition)) {
                ranges.add("from " + new LetterId(partition.partition(), begins.get(partition)) + " to "
                        + new LetterId(partition.partition(), end - 1));
            }
        });
        return ranges.isEmpty() ? "none" : String.join(", ", ranges);
    }

    String topic() {
        return topic;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void goTo(TopicPartition partition, long offset) {
        boolean there = consumer.assignment().equals(Set.of(partition));
        long next = !there
                ? -1
                : fetched.isEmpty()
                        ? consumer.position(partition)
                        : fetched.element().offset();
        if (next < 0 || next > offset || offset - next > NEAR_RECORDS) {
            fetched.clear();
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
        }
    }

    private long left() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private static long offsets(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static List<TopicPartition> partitions(ClusterConnection connection, String topic)
            throws InterruptedException {
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            TopicDescription description = admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get();
            return description.partitions().stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw CommandException.failed(
                        "there is no topic " + topic + "; is --topic-prefix right, and has `forkline topics create`"
                                + " been run?",
                        e.getCause());
            }
            throw CommandException.failed(
                    "the topic " + topic + " cannot be looked at: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private static Map<String, Object> properties(ClusterConnection connection) {
        Map<String, Object> properties = connection.kafkaProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What retention takes away while we read is passed over.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return properties;
    }

    /** Ends the reading where it does not get on. */
    private final class Patience {

        private long lastLeft = Long.MAX_VALUE;
        private long since = System.nanoTime();

        void check(long left) {
            long now = System.nanoTime();
            if (left < lastLeft) {
                lastLeft = left;
                since = now;
            } else if (now - since > PATIENCE.toNanos()) {
                throw CommandException.failed(
                        "the broker has sent nothing of " + topic + " for " + PATIENCE.toSeconds() + " s, and there is"
                                + " more to read; try again when it is well",
                        null);
            }
        }
    }
}
