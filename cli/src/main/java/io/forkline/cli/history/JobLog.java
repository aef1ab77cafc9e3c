package io.forkline.cli.history;

import io.forkline.cli.CommandException;
import io.forkline.cli.terminal.Progress;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads committed records of several topics up to the ends they had when it was opened, and further where that is asked for.
 * Belongs to no group, so it takes nothing from others. For one thread.
 */
public final class JobLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(200);
    private static final Duration UNTIL_PROGRESS = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, RecordCodec<?>> codecs = new HashMap<>();
    private final Predicate<String> wanted;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;

    private JobLog(
            ClusterConnection connection,
            SchemaRegistry registry,
            Set<ForklineTopic> topics,
            Optional<String> key,
            Optional<Instant> since,
            Predicate<String> wanted) {
        this.wanted = wanted;
        this.consumer =
                new KafkaConsumer<>(properties(connection), new StringDeserializer(), new ByteArrayDeserializer());
        boolean opened = false;
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (ForklineTopic topic : topics) {
                String name = connection.layout().name(topic);
                codecs.put(name, codec(connection, registry, topic));
                partitions.addAll(partitions(name, key));
            }
            consumer.assign(partitions);
            this.ends = Map.copyOf(consumer.endOffsets(partitions));
            consumer.seekToBeginning(partitions);
            since.ifPresent(time -> seek(time, connection.layout().name(ForklineTopic.SNAPSHOTS)));
            this.begins = new HashMap<>();
            partitions.forEach(partition -> begins.put(partition, consumer.position(partition)));
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /** The records of one job, which lie in one partition of each of these topics, all keyed by job. */
    public static JobLog ofJob(
            ClusterConnection connection, SchemaRegistry registry, JobId job, Set<ForklineTopic> topics) {
        return new JobLog(
                connection,
                registry,
                topics,
                Optional.of(job.value()),
                Optional.empty(),
                key -> job.value().equals(key));
    }

    /** All records of these topics that were written since then, but those of {@code snapshots}, where the last one counts, all. */
    public static JobLog ofAll(
            ClusterConnection connection, SchemaRegistry registry, Set<ForklineTopic> topics, Optional<Instant> since) {
        return new JobLog(connection, registry, topics, Optional.empty(), since, key -> true);
    }

    /** The tasks of one job that were written since then, which lie wherever their own ids put them, and all snapshots. */
    public static JobLog ofTasks(ClusterConnection connection, SchemaRegistry registry, JobId job, Instant since) {
        return new JobLog(
                connection,
                registry,
                Set.of(ForklineTopic.FORK_TASKS, ForklineTopic.SNAPSHOTS),
                Optional.empty(),
                Optional.of(since),
                key -> key.startsWith(job.value() + "/") || key.indexOf('/') < 0);
    }

    /** Where this topic ended when the log was opened; for a log of one job. */
    public long end(String topic) {
        return ends.entrySet().stream()
                .filter(end -> end.getKey().topic().equals(topic))
                .mapToLong(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(topic + " is not read"));
    }

    /**
     * Reads up to the ends. Says how far it has come when that takes more than a second.
     *
     * @return whether the ends were reached in this time
     * @throws RegistryUnavailableException when a record cannot be read now
     */
    public boolean readTo(History history, Duration atMost, Progress progress) throws InterruptedException {
        long start = System.nanoTime();
        while (!isRead()) {
            Duration passed = Duration.ofNanos(System.nanoTime() - start);
            if (passed.compareTo(atMost) >= 0) {
                return false;
            }
            if (passed.compareTo(UNTIL_PROGRESS) > 0) {
                progress.now("reading the topics, " + percent() + " %");
            }
            poll(history);
        }
        return true;
    }

    /**
     * As {@link #readTo}, for those who can do nothing with a part.
     *
     * @throws CommandException when the ends were not reached in this time
     */
    public void readAll(History history, Duration atMost, Progress progress) throws InterruptedException {
        if (!readTo(history, atMost, progress)) {
            throw CommandException.failed(
                    "the topics could not be read within " + atMost.toSeconds() + " s, " + percent()
                            + " % of them were; give more time with --timeout",
                    null);
        }
    }

    /** Takes what has come, and waits a moment for it where there is nothing. */
    public void poll(History history) throws InterruptedException {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(LONGEST_POLL)) {
            if (record.key() != null && record.value() != null && wanted.test(record.key())) {
                Position at = new Position(
                        record.topic(), record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
                read(record.value(), at).ifPresent(value -> history.add(value, at));
            }
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the topics were read");
        }
    }

    /** May be called on an interrupted thread, which stays so. */
    @Override
    public void close() {
        // Closing an interrupted consumer throws.
        boolean interrupted = Thread.interrupted();
        consumer.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Object> read(byte[] bytes, Position at) {
        return switch (codecs.get(at.topic()).decode(bytes)) {
            case Decoded.Value<?> value -> Optional.of(value.value());
            case Decoded.Poison<?> poison -> {
                LOG.warn(
                        "A record that cannot be read is left out: topic={} partition={} offset={} cause={}",
                        at.topic(),
                        at.partition(),
                        at.offset(),
                        poison.cause());
                yield Optional.empty();
            }
            case Decoded.Unavailable<?> unavailable ->
                throw new RegistryUnavailableException(unavailable.cause(), null);
        };
    }

    private boolean isRead() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private long percent() {
        long all = 0;
        long read = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            long begin = begins.get(end.getKey());
            long length = Math.max(0, end.getValue() - begin);
            all += length;
            read += Math.min(length, consumer.position(end.getKey()) - begin);
        }
        return all == 0 ? 100 : read * 100 / all;
    }

    private List<TopicPartition> partitions(String topic, Optional<String> key) {
        int count = consumer.partitionsFor(topic).size();
        if (count == 0) {
            throw new UnknownTopicOrPartitionException(
                    "topic " + topic + " is not there; run `forkline topics create`, or set topics.prefix");
        }
        return key.map(text -> BuiltInPartitioner.partitionForKey(text.getBytes(StandardCharsets.UTF_8), count))
                .map(partition -> List.of(new TopicPartition(topic, partition)))
                .orElseGet(() -> IntStream.range(0, count)
                        .mapToObj(partition -> new TopicPartition(topic, partition))
                        .toList());
    }

    private void seek(Instant time, String wholeTopic) {
        Map<TopicPartition, Long> times = new HashMap<>();
        ends.keySet().stream()
                .filter(partition -> !partition.topic().equals(wholeTopic))
                .forEach(partition -> times.put(partition, time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        times.keySet().forEach(partition -> {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? ends.get(partition) : first.offset());
        });
    }

    private static RecordCodec<?> codec(ClusterConnection connection, SchemaRegistry registry, ForklineTopic topic) {
        Class<? extends SpecificRecord> type =
                topic.valueType().orElseThrow(() -> new IllegalArgumentException(topic + " has no records to be read"));
        return connection.codec(registry, topic, type);
    }

    private static Map<String, Object> properties(ClusterConnection connection) {
        Map<String, Object> properties = new HashMap<>(Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000));
        properties.putAll(connection.kafkaProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // What the retention takes away while it is read is not missed.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }
}
