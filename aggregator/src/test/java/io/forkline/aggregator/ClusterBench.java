package io.forkline.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.schemas.topic.TopicApplier;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.TestBroker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of a test on the real broker: what goes in, what comes out, and how far the topology has read. */
public final class ClusterBench implements AutoCloseable {

    private final Map<TopicPartition, Long> sent = new HashMap<>();
    private final TestBroker broker;
    private final ClusterConnection connection;
    private final SchemaRegistry registry;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Topics of one partition. */
    public ClusterBench(TestBroker broker) throws InterruptedException {
        this(broker, 1);
    }

    public ClusterBench(TestBroker broker, int partitions) throws InterruptedException {
        this.broker = broker;
        String prefix = broker.uniqueName("aggregator") + ".";
        connection = new ClusterConnection(
                broker.bootstrapServers(),
                "mock://" + prefix,
                Map.of(),
                new TopicLayout(prefix, partitions, partitions, 1, (short) 1),
                Map.of());
        new TopicApplier(broker.admin(), connection.layout()).apply();
        registry = connection.openRegistry();
        Map<String, Object> properties = connection.kafkaProperties();
        properties.put("max.request.size", ForklineTopic.DEAD_LETTERS.maxMessageBytes());
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public ClusterConnection connection() {
        return connection;
    }

    public SchemaRegistry registry() {
        return registry;
    }

    public void plan(RunPlanned plan) {
        send(ForklineTopic.PLANS, PlanEvent.class, plan.getJobId(), new PlanEvent(plan));
    }

    public void report(String... perspectives) {
        for (String perspective : perspectives) {
            report(Samples.report(perspective));
        }
    }

    public void report(PerspectiveReport report) {
        send(ForklineTopic.REPORTS, ReportEvent.class, report.getJobId(), new ReportEvent(report));
    }

    public void verdict(LeadVerdict verdict) {
        send(ForklineTopic.VERDICTS, LeadVerdict.class, verdict.getJobId(), verdict);
    }

    /** What may be a record or not. */
    public void bytes(ForklineTopic topic, byte[] value) {
        write(topic, Samples.JOB, value);
    }

    public List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(int count) {
        try (RecordCollector letters =
                new RecordCollector(broker, connection.layout().name(ForklineTopic.DEAD_LETTERS))) {
            return letters.awaitCount(count);
        }
    }

    /** Waits until the topology has committed that it read what was sent. */
    public void awaitRead() {
        String group = connection.layout().name(StreamsApplication.AGGREGATOR);
        Await.until("the topology has read " + sent, () -> {
            Map<TopicPartition, OffsetAndMetadata> read = get(() -> broker.admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS));
            return sent.entrySet().stream()
                    .allMatch(last -> read.get(last.getKey()) != null
                            && read.get(last.getKey()).offset() > last.getValue());
        });
    }

    public List<JobResult> awaitResults(int count) {
        return await(ForklineTopic.RESULTS, JobResult.class, count);
    }

    public List<LeadTask> awaitLeadTasks(int count) {
        return await(ForklineTopic.LEAD_TASKS, LeadTask.class, count);
    }

    /** Waits for so many records, and fails when there are more. */
    private <T extends SpecificRecord> List<T> await(ForklineTopic topic, Class<T> type, int count) {
        try (RecordCollector collector =
                new RecordCollector(broker, connection.layout().name(topic))) {
            collector.awaitCount(count);
            List<T> values = collector.readToEnd().stream()
                    .map(record -> connection.codec(registry, topic, type).decode(record.value()))
                    .map(decoded -> ((Decoded.Value<T>) decoded).value())
                    .toList();
            assertThat(values).hasSize(count);
            return values;
        }
    }

    private <T extends SpecificRecord> void send(ForklineTopic topic, Class<T> type, String job, T value) {
        RecordMetadata written =
                write(topic, job, connection.codec(registry, topic, type).encode(value));
        sent.put(new TopicPartition(written.topic(), written.partition()), written.offset());
    }

    private RecordMetadata write(ForklineTopic topic, String job, byte[] value) {
        byte[] key = job.getBytes(StandardCharsets.UTF_8);
        return get(() -> producer.send(new ProducerRecord<>(connection.layout().name(topic), key, value))
                .get(30, TimeUnit.SECONDS));
    }

    /** Asks the broker for something. */
    private interface Question<T> {
        T ask() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static <T> T get(Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the broker", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not do it", e);
        }
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
