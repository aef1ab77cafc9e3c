package io.forkline.producer;

import io.forkline.schemas.access.Refusals;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads results, committed ones only, of one job or of all. Belongs to no group: whoever reads takes nothing from others. */
final class ResultConsumer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultConsumer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONGEST_POLL = Duration.ofMillis(200);
    private static final Predicate<JobResult> ANY = result -> true;

    private final Consumer<String, byte[]> consumer;
    private final RecordCodec<JobResult> codec;
    private final Predicate<ConsumerRecord<String, byte[]>> relevant;
    private final Queue<ConsumerRecord<String, byte[]>> fetched = new ArrayDeque<>();
    private @Nullable Map<TopicPartition, Long> there;

    private ResultConsumer(
            Consumer<String, byte[]> consumer,
            RecordCodec<JobResult> codec,
            Predicate<ConsumerRecord<String, byte[]>> relevant) {
        this.consumer = consumer;
        this.codec = codec;
        this.relevant = relevant;
    }

    /** Reads the results of one job, which all lie in one partition. */
    static ResultConsumer of(ClusterConnection connection, RecordCodec<JobResult> codec, JobId job, StartingPoint start)
            throws InterruptedException {
        return open(
                connection,
                codec,
                start,
                partitions -> List.of(partitions.ofKey(job.value())),
                record -> job.value().equals(record.key()));
    }

    /** Reads the results of all jobs. */
    static ResultConsumer ofAll(ClusterConnection connection, RecordCodec<JobResult> codec, StartingPoint start)
            throws InterruptedException {
        return open(connection, codec, start, ResultPartitions::all, record -> true);
    }

    /**
     * The next result that is wanted; empty when none came within this time. What was passed over does not come again.
     *
     * @throws RegistryUnavailableException when a record cannot be read now; the next call begins with it
     */
    Optional<JobResult> next(Predicate<JobResult> wanted, Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            Optional<JobResult> found = inFetched(wanted);
            Duration left = atMost.minusNanos(System.nanoTime() - start);
            if (found.isPresent() || !left.isPositive()) {
                return found;
            }
            fetch(left);
        }
    }

    /**
     * The last result there is when this is called, as far as this time is enough to read; where there is none, the first
     * that comes; empty when none came within this time.
     *
     * @throws RegistryUnavailableException when a record cannot be read now
     */
    Optional<JobResult> latest(Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        Map<TopicPartition, Long> ends = ends();
        Optional<JobResult> latest = Optional.empty();
        while (true) {
            for (Optional<JobResult> next = inFetched(ANY); next.isPresent(); next = inFetched(ANY)) {
                latest = next;
            }
            Duration left = atMost.minusNanos(System.nanoTime() - start);
            if (!left.isPositive() || (latest.isPresent() && isPast(ends))) {
                return latest;
            }
            fetch(left);
        }
    }

    /**
     * The next result of those that there were when this was first called; empty behind the last of them.
     *
     * @throws RegistryUnavailableException when a record cannot be read now; the next call begins with it
     * @throws ClientException when no broker gives any for half a minute
     */
    Optional<JobResult> nextThere() throws InterruptedException {
        Map<TopicPartition, Long> ends = there == null ? ends() : there;
        there = ends;
        long asked = System.nanoTime();
        while (true) {
            Optional<JobResult> found = inFetched(ANY);
            if (found.isPresent() || isPast(ends)) {
                return found;
            }
            if (System.nanoTime() - asked > PATIENCE.toNanos()) {
                throw failed(new TimeoutException("the brokers have given none for " + PATIENCE.toSeconds() + " s"));
            }
            fetch(LONGEST_POLL);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void fetch(Duration atMost) throws InterruptedException {
        Duration wait = atMost.compareTo(LONGEST_POLL) < 0 ? atMost : LONGEST_POLL;
        asked(() -> consumer.poll(wait)).forEach(record -> {
            if (relevant.test(record)) {
                fetched.add(record);
            }
        });
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException {
        return asked(() -> consumer.endOffsets(consumer.assignment()));
    }

    private boolean isPast(Map<TopicPartition, Long> ends) throws InterruptedException {
        return asked(() -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    private static <T> T asked(Supplier<T> question) throws InterruptedException {
        try {
            return question.get();
        } catch (InterruptException e) {
            throw Publishing.interrupted(e);
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private Optional<JobResult> inFetched(Predicate<JobResult> wanted) {
        while (!fetched.isEmpty()) {
            Optional<JobResult> result = read(fetched.element()).filter(wanted);
            fetched.remove();
            if (result.isPresent()) {
                return result;
            }
        }
        return Optional.empty();
    }

    private Optional<JobResult> read(ConsumerRecord<String, byte[]> record) {
        return switch (codec.decode(record.value())) {
            case Decoded.Value<JobResult> value -> Optional.of(value.value());
            case Decoded.Poison<JobResult> poison -> {
                LOG.warn(
                        "A record that is not a result is left out: topic={} partition={} offset={} cause={}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        poison.cause());
                yield Optional.empty();
            }
            case Decoded.Unavailable<JobResult> unavailable ->
                throw new RegistryUnavailableException(unavailable.cause(), null);
        };
    }

    private static ResultConsumer open(
            ClusterConnection connection,
            RecordCodec<JobResult> codec,
            StartingPoint start,
            PartitionChoice choice,
            Predicate<ConsumerRecord<String, byte[]>> relevant)
            throws InterruptedException {
        Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties(connection), new StringDeserializer(), new ByteArrayDeserializer());
        try {
            ResultPartitions partitions =
                    ResultPartitions.of(consumer, connection.layout().name(ForklineTopic.RESULTS));
            List<TopicPartition> chosen = choice.of(partitions);
            consumer.assign(chosen);
            ResultPartitions.seek(consumer, chosen, start);
            return new ResultConsumer(consumer, codec, relevant);
        } catch (InterruptException e) {
            // First the flag is taken back: closing an interrupted consumer throws.
            InterruptedException interrupted = Publishing.interrupted(e);
            consumer.close();
            throw interrupted;
        } catch (KafkaException e) {
            consumer.close();
            throw failed(e);
        }
    }

    private static Map<String, Object> properties(ClusterConnection connection) {
        Map<String, Object> properties = new HashMap<>(Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000));
        properties.putAll(connection.kafkaProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A consumer that fell behind the retention goes on with the oldest result there is.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return properties;
    }

    private static ClientException failed(KafkaException e) {
        return new ClientException(
                "the results cannot be read: " + Refusals.sentence(e).orElse(e.getMessage()),
                e instanceof RetriableException,
                e);
    }

    private interface PartitionChoice {
        List<TopicPartition> of(ResultPartitions partitions);
    }
}
