package io.forkline.schemas.log;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.KeyPartition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records of topics up to the ends they had when it was opened, and further where that is asked for. Belongs to
 * no group, so it takes nothing from others and leaves no trace. For one thread. A broker that goes silent while there is more to
 * read ends the reading with a {@link TimeoutException}.
 */
public final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Of a broker that says nothing while there is something to read. */
    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** To read so far is quicker than to ask anew. */
    private static final long NEAR_RECORDS = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Long> begins = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    TopicReader(Consumer<byte[], byte[]> consumer, List<TopicPart> parts, LongSupplier nanoTime) {
        this.consumer = consumer;
        this.nanoTime = nanoTime;
        parts.forEach(this::add);
        rewind();
    }

    /** What comes on the way through the topics. */
    public interface Reader {

        /** The next record; within its partition in order. */
        void record(ConsumerRecord<byte[], byte[]> record);

        /** So many of so many offsets are behind us. */
        default void passed(long offsets, long of) {}
    }

    /**
     * Opens it. The ends are those of now, the part that is named first being looked at first.
     *
     * @throws UnknownTopicOrPartitionException when a topic is not there; it is not created by the way
     */
    public static TopicReader open(ClusterConnection connection, List<TopicPart> parts) {
        Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            return new TopicReader(consumer, parts, System::nanoTime);
        } catch (RuntimeException e) {
            close(consumer);
            throw e;
        }
    }

    /**
     * Reads from the begins to the ends, of which nothing was read yet.
     *
     * @throws TimeoutException when the broker sends nothing for half a minute
     */
    public void read(Reader reader) {
        rewind();
        Patience patience = new Patience();
        while (left() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.getOrDefault(partition(record), 0L)) {
                    reader.record(record);
                }
            }
            tell(reader);
            patience.check(left(), ends.keySet());
        }
    }

    /**
     * Goes on to the ends.
     *
     * @return whether they were reached in this time
     * @throws TimeoutException when the broker sends nothing for half a minute
     */
    public boolean readTo(Duration atMost, Reader reader) {
        long begun = nanoTime.getAsLong();
        Patience patience = new Patience();
        while (left() > 0) {
            if (nanoTime.getAsLong() - begun >= atMost.toNanos()) {
                return false;
            }
            poll(reader);
            patience.check(left(), ends.keySet());
        }
        return true;
    }

    /** Takes what has come, also behind the ends, and waits a moment for it where there is nothing. */
    public void poll(Reader reader) {
        consumer.poll(POLL).forEach(reader::record);
        tell(reader);
    }

    /** The record at an offset, if there is one within the ends. Quick for offsets of a partition that follow each other. */
    public Optional<ConsumerRecord<byte[], byte[]>> find(TopicPartition partition, long offset) {
        if (!ends.containsKey(partition) || offset < begins.get(partition) || offset >= ends.get(partition)) {
            return Optional.empty();
        }
        goTo(partition, offset);
        Patience patience = new Patience();
        while (true) {
            while (!fetched.isEmpty() && fetched.element().offset() < offset) {
                fetched.remove();
            }
            if (!fetched.isEmpty()) {
                return Optional.of(fetched.element()).filter(record -> record.offset() == offset);
            }
            if (consumer.position(partition) > offset) {
                return Optional.empty();
            }
            consumer.poll(POLL).forEach(fetched::add);
            patience.check(ends.get(partition) - consumer.position(partition), Set.of(partition));
        }
    }

    /** The first offset of each partition that is read. */
    public Map<TopicPartition, Long> begins() {
        return Map.copyOf(begins);
    }

    /** The offset behind the last one of each partition. */
    public Map<TopicPartition, Long> ends() {
        return Map.copyOf(ends);
    }

    /** How much is read, in percent. */
    public long percent() {
        long total = sum(ends.values()) - sum(begins.values());
        return total <= 0 ? 100 : (total - left()) * 100 / total;
    }

    /** May be called on an interrupted thread, which stays so. */
    @Override
    public void close() {
        close(consumer);
    }

    private static void close(Consumer<?, ?> consumer) {
        // Closing an interrupted consumer throws.
        boolean interrupted = Thread.interrupted();
        consumer.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(TopicPart part) {
        List<TopicPartition> partitions = partitions(part);
        Map<TopicPartition, Long> partEnds = consumer.endOffsets(partitions);
        ends.putAll(partEnds);
        begins.putAll(consumer.beginningOffsets(partitions));
        part.since().ifPresent(time -> {
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                    partitions.stream().collect(Collectors.toMap(each -> each, each -> time.toEpochMilli())));
            partitions.forEach(partition -> {
                OffsetAndTimestamp first = found.get(partition);
                begins.put(partition, first == null ? partEnds.get(partition) : first.offset());
            });
        });
    }

    private List<TopicPartition> partitions(TopicPart part) {
        int count = consumer.partitionsFor(part.topic()).size();
        if (count == 0) {
            throw new UnknownTopicOrPartitionException("there is no topic " + part.topic()
                    + "; is topics.prefix right, and has `forkline topics create` been run?");
        }
        return part.key()
                .map(key -> IntStream.of(KeyPartition.of(key, count)))
                .orElseGet(() -> IntStream.range(0, count))
                .mapToObj(partition -> new TopicPartition(part.topic(), partition))
                .toList();
    }

    private void rewind() {
        fetched.clear();
        consumer.assign(ends.keySet());
        begins.forEach(consumer::seek);
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

    private void tell(Reader reader) {
        long total = sum(ends.values()) - sum(begins.values());
        reader.passed(total - left(), total);
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private long left() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    private static long sum(Collection<Long> offsets) {
        return offsets.stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Object> properties(ClusterConnection connection) {
        Map<String, Object> properties = new HashMap<>(Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000));
        properties.putAll(connection.kafkaProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What the retention takes away while it is read is passed over.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return properties;
    }

    /** Ends the reading where it does not get on. */
    private final class Patience {

        private long lastLeft = Long.MAX_VALUE;
        private long since = nanoTime.getAsLong();

        void check(long left, Set<TopicPartition> partitions) {
            long now = nanoTime.getAsLong();
            if (left < lastLeft) {
                lastLeft = left;
                since = now;
            } else if (left > 0 && now - since > PATIENCE.toNanos()) {
                String topics = partitions.stream()
                        .map(TopicPartition::topic)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
                throw new TimeoutException("the broker has sent nothing of " + topics + " for " + PATIENCE.toSeconds()
                        + " s, and there is more to read; try again when it is well");
            }
        }
    }
}
