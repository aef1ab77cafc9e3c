package io.forkline.cli.history;

import io.forkline.cli.CommandException;
import io.forkline.cli.terminal.Progress;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.log.TopicPart;
import io.forkline.schemas.log.TopicReader;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the records of several topics into a {@link History}, up to the ends they had when it was opened, and further where asked. */
public final class JobLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);
    private static final Duration UNTIL_PROGRESS = Duration.ofSeconds(1);

    private final TopicReader topics;
    private final Map<String, RecordCodec<?>> codecs;
    private final Predicate<String> wanted;
    private final String jobs;

    private JobLog(
            ClusterConnection connection,
            SchemaRegistry registry,
            Map<ForklineTopic, TopicPart> parts,
            Predicate<String> wanted) {
        this.wanted = wanted;
        this.jobs = connection.layout().name(ForklineTopic.JOBS);
        this.codecs = new HashMap<>();
        parts.keySet()
                .forEach(topic -> codecs.put(connection.layout().name(topic), codec(connection, registry, topic)));
        this.topics = TopicReader.open(connection, List.copyOf(parts.values()));
    }

    /** The records of one job, which lie in one partition of each of these topics, all keyed by job. */
    public static JobLog ofJob(
            ClusterConnection connection, SchemaRegistry registry, JobId job, Set<ForklineTopic> topics) {
        Map<ForklineTopic, TopicPart> parts = whole(connection, topics);
        parts.replaceAll((topic, part) -> part.ofKey(job.value()));
        return new JobLog(connection, registry, parts, key -> job.value().equals(key));
    }

    /** All records of these topics that were written since then, but those of {@code snapshots}, where the last one counts, all. */
    public static JobLog ofAll(
            ClusterConnection connection, SchemaRegistry registry, Set<ForklineTopic> topics, Optional<Instant> since) {
        Map<ForklineTopic, TopicPart> parts = whole(connection, topics);
        since.ifPresent(time -> parts.replaceAll((topic, part) -> since(topic, part, time)));
        return new JobLog(connection, registry, parts, key -> true);
    }

    /** The tasks of one job that were written since then, which lie wherever their own ids put them, and all snapshots. */
    public static JobLog ofTasks(ClusterConnection connection, SchemaRegistry registry, JobId job, Instant since) {
        Map<ForklineTopic, TopicPart> parts =
                whole(connection, Set.of(ForklineTopic.FORK_TASKS, ForklineTopic.SNAPSHOTS));
        parts.replaceAll((topic, part) -> since(topic, part, since));
        return new JobLog(
                connection, registry, parts, key -> key.startsWith(job.value() + "/") || key.indexOf('/') < 0);
    }

    /** Where this topic ended when the log was opened; for a log of one job. */
    public long end(String topic) {
        return topics.ends().entrySet().stream()
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
        boolean read = topics.readTo(atMost, new TopicReader.Reader() {
            @Override
            public void record(ConsumerRecord<byte[], byte[]> record) {
                take(record, history);
            }

            @Override
            public void passed(long offsets, long of) {
                if (System.nanoTime() - start > UNTIL_PROGRESS.toNanos()) {
                    progress.now("reading the topics, " + topics.percent() + " %");
                }
            }
        });
        throwIfInterrupted();
        return read;
    }

    /**
     * As {@link #readTo}, for those who can do nothing with a part.
     *
     * @throws CommandException when the ends were not reached in this time
     */
    public void readAll(History history, Duration atMost, Progress progress) throws InterruptedException {
        if (!readTo(history, atMost, progress)) {
            throw CommandException.failed(
                    "the topics could not be read within " + atMost.toSeconds() + " s, " + topics.percent()
                            + " % of them were; give more time with --timeout",
                    null);
        }
    }

    /** Takes what has come, and waits a moment for it where there is nothing. */
    public void poll(History history) throws InterruptedException {
        topics.poll(record -> take(record, history));
        throwIfInterrupted();
    }

    /** May be called on an interrupted thread, which stays so. */
    @Override
    public void close() {
        topics.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> record, History history) {
        // The planner goes by the id in the value, so a job may have no key.
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        if (!wanted.test(key)) {
            return;
        }
        Position at = new Position(
                record.topic(), record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
        if (record.value() != null) {
            read(record.value(), at, history);
        } else if (at.topic().equals(jobs)) {
            history.addUnreadableJob("it has no value", at);
        }
    }

    private void read(byte[] bytes, Position at, History history) {
        switch (codecs.get(at.topic()).decode(bytes)) {
            case Decoded.Value<?> value -> history.add(value.value(), at);
            case Decoded.Poison<?> poison -> {
                LOG.warn(
                        "A record that cannot be read is left out: topic={} partition={} offset={} cause={}",
                        at.topic(),
                        at.partition(),
                        at.offset(),
                        poison.cause());
                if (at.topic().equals(jobs)) {
                    history.addUnreadableJob(poison.cause(), at);
                }
            }
            case Decoded.Unavailable<?> unavailable ->
                throw new RegistryUnavailableException(unavailable.cause(), null);
        }
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the topics were read");
        }
    }

    private static Map<ForklineTopic, TopicPart> whole(ClusterConnection connection, Set<ForklineTopic> topics) {
        Map<ForklineTopic, TopicPart> parts = new HashMap<>();
        topics.forEach(
                topic -> parts.put(topic, TopicPart.whole(connection.layout().name(topic))));
        return parts;
    }

    private static TopicPart since(ForklineTopic topic, TopicPart part, Instant time) {
        return topic == ForklineTopic.SNAPSHOTS ? part : part.since(time);
    }

    private static RecordCodec<?> codec(ClusterConnection connection, SchemaRegistry registry, ForklineTopic topic) {
        Class<? extends SpecificRecord> type =
                topic.valueType().orElseThrow(() -> new IllegalArgumentException(topic + " has no records to be read"));
        return connection.codec(registry, topic, type);
    }
}
