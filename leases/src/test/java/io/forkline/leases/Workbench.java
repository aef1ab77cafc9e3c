package io.forkline.leases;

import io.forkline.schemas.serde.Decoded;
import io.forkline.telemetry.metrics.PrometheusMeters;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.RecordSender;
import io.forkline.testsupport.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Topics and a share group of one test, whose tasks are texts. A text that begins with "?" is no task. */
final class Workbench implements AutoCloseable {

    static final int MAX_DELIVERIES = 3;

    private final PrometheusMeters meters = new PrometheusMeters(10);
    private final TestBroker broker;
    private final TaskSource source;
    private final String outcomeTopic;
    private final RecordSender sender;
    private final RecordCollector outcomes;
    private final RecordCollector deadLetters;

    Workbench(TestBroker broker, Duration lock) {
        this.broker = broker;
        this.outcomeTopic = broker.createTopic("outcomes");
        this.source = new TaskSource(
                broker.createShareGroup("workers", lock),
                broker.createTopic("tasks"),
                broker.createTopic("dead-letters"),
                "tester",
                MAX_DELIVERIES);
        broker.configureShareGroup(
                source.groupId(), Map.of("share.delivery.count.limit", Integer.toString(MAX_DELIVERIES)));
        this.sender = new RecordSender(broker);
        this.outcomes = new RecordCollector(broker, outcomeTopic);
        this.deadLetters = new RecordCollector(broker, source.deadLetterTopic());
    }

    Map<String, Object> cluster() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    Clients clients() {
        return new KafkaClients(cluster(), source.groupId());
    }

    LeasedWorkers<String> worker(int slots, TaskHandler<String> handler) {
        return worker(clients(), slots, Duration.ofSeconds(10), Workbench::decode, handler);
    }

    /** A worker that interrupts what it holds as soon as it closes. */
    LeasedWorkers<String> hastyWorker(TaskHandler<String> handler) {
        return worker(clients(), 1, Duration.ZERO, Workbench::decode, handler);
    }

    LeasedWorkers<String> worker(
            Clients clients, int slots, Duration drain, Decoder<String> decoder, TaskHandler<String> handler) {
        return new LeasedWorkers<>(
                clients, source, new LeaseConfig(slots, drain), decoder, handler, System::nanoTime, meters);
    }

    static Decoded<String> decode(byte @Nullable [] bytes) {
        String text = bytes == null ? "?" : new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("?") ? new Decoded.Poison<>("not a task") : new Decoded.Value<>(text);
    }

    void send(String... tasks) {
        sender.send(Arrays.stream(tasks).map(this::task).toList());
    }

    ProducerRecord<byte[], byte[]> task(String task) {
        return new ProducerRecord<>(source.topic(), utf8("key of " + task), utf8(task));
    }

    /** An outcome that says this. */
    Outcome says(String text) {
        return () -> List.of(new ProducerRecord<>(outcomeTopic, utf8(text)));
    }

    /** Waits until there are so many outcomes, and returns all. */
    List<String> awaitOutcomes(int count) {
        return outcomes.awaitCount(count).stream()
                .map(outcome -> utf8(outcome.value()))
                .toList();
    }

    /** The outcomes that are there now. */
    List<String> outcomes() {
        return outcomes.readToEnd().stream()
                .map(outcome -> utf8(outcome.value()))
                .toList();
    }

    /** What its workers have counted. */
    String counted() {
        return meters.scrape();
    }

    RecordCollector deadLetters() {
        return deadLetters;
    }

    TaskSource source() {
        return source;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        sender.close();
        outcomes.close();
        deadLetters.close();
        meters.close();
    }
}
