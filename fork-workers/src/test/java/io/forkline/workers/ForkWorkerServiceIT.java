package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicApplier;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.schemas.topic.TopicsException;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class ForkWorkerServiceIT {

    private final TestBroker broker;
    private final ClusterConnection connection;
    private final FakeProvider provider = new FakeProvider();
    private SchemaRegistry registry;

    @TempDir
    private Path directory;

    ForkWorkerServiceIT(TestBroker broker) {
        String prefix = broker.uniqueName("workers") + ".";
        this.broker = broker;
        this.connection = new ClusterConnection(
                broker.bootstrapServers(), "mock://" + prefix, Map.of(), TopicLayout.single(prefix), Map.of());
    }

    @BeforeEach
    void open() {
        registry = connection.openRegistry();
        provider.has(new EnvironmentId(Tasks.ENVIRONMENT_ID));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void everyTaskIsForkedAndReportedUnderItsJob() throws Exception {
        applyTopics();
        Instant now = Instant.now();
        for (String perspective : List.of("Security", "Complexity", "Tests")) {
            publish(Tasks.of(perspective, now).build());
        }

        List<PerspectiveReport> reports;
        try (ForkWorkerService worker = worker()) {
            worker.start();
            reports = reports(3);
        }

        assertThat(reports)
                .extracting(PerspectiveReport::getTaskId)
                .containsExactlyInAnyOrder("job-1/1/Security", "job-1/1/Complexity", "job-1/1/Tests");
        assertThat(reports).allMatch(report -> report.getOutcome() == ReportOutcome.OK);
        assertThat(provider.forks).hasSize(3).allMatch(FakeProvider.FakeSandbox::isClosed);
    }

    @Test
    void controlKillsTheForkOfACancelledRunAndLeavesOthersAlone() throws Exception {
        applyTopics();
        provider.behaves((fork, command) -> fork.runUntilKilled());
        publish(Tasks.of("Security", Instant.now()).build());

        List<PerspectiveReport> reports;
        try (ForkWorkerService worker = worker()) {
            worker.start();
            Await.until(
                    "the perspective runs", () -> provider.forks.stream().anyMatch(fork -> !fork.commands.isEmpty()));
            publish(cancel("job-1/2"));
            publish(cancel("job-1/1"));
            reports = reports(1);
        }

        assertThat(reports).extracting(PerspectiveReport::getOutcome).containsExactly(ReportOutcome.CANCELLED);
    }

    /** The aggregator names the run that is meant in a transaction; after one that aborted it may name another. */
    @Test
    void controlWhoseTransactionAbortsKillsNothing() throws Exception {
        applyTopics();
        CountDownLatch goOn = new CountDownLatch(1);
        provider.behaves((fork, command) -> {
            if (command.environment().get("PERSPECTIVE").equals("Tests")) {
                return fork.runUntilKilled();
            }
            goOn.await();
            return FakeProvider.printed(FakeProvider.okLine(command));
        });
        publish(Tasks.of("Security", Instant.now()).build());
        publish(Tasks.of("Tests", Instant.now())
                .setRunId("job-1/2")
                .setTaskId("job-1/2/Tests")
                .build());

        List<PerspectiveReport> reports;
        try (ForkWorkerService worker = worker()) {
            worker.start();
            Await.until(
                    "both run",
                    () -> provider.forks.stream()
                                    .filter(fork -> !fork.commands.isEmpty())
                                    .count()
                            == 2);
            publishAndAbort(cancel("job-1/1"));
            publish(cancel("job-1/2"));
            reports(1);
            goOn.countDown();
            reports = reports(2);
        }

        assertThat(reports)
                .extracting(PerspectiveReport::getTaskId, PerspectiveReport::getOutcome)
                .containsExactly(
                        tuple("job-1/2/Tests", ReportOutcome.CANCELLED), tuple("job-1/1/Security", ReportOutcome.OK));
    }

    @Test
    void workerWithoutTopicsSaysHowToCreateThem() throws Exception {
        try (ForkWorkerService worker = worker()) {
            assertThatThrownBy(worker::start)
                    .isInstanceOf(TopicsException.class)
                    .hasMessageContaining("forkline topics create");
        }
    }

    private void applyTopics() throws InterruptedException {
        new TopicApplier(broker.admin(), connection.layout()).apply();
    }

    private ForkWorkerService worker() throws Exception {
        return ForkWorkerService.create(
                connection,
                registry,
                ForkWorkerConfig.DEFAULT,
                provider,
                TargetStore.open(directory.resolve("targets")),
                Environments.load(Files.createDirectories(directory.resolve("environments")), "a-base"),
                ForkListener.SILENT,
                Clock.systemUTC(),
                new Random(1),
                Meters.NONE,
                Tracing.OFF);
    }

    private void publish(ForkTask task) throws Exception {
        publish(ForklineTopic.FORK_TASKS, ForkTask.class, task.getTaskId(), task);
    }

    private void publish(RunControl control) throws Exception {
        publish(ForklineTopic.CONTROLS, RunControl.class, control.getJobId(), control);
    }

    private void publishAndAbort(RunControl control) throws Exception {
        Map<String, Object> properties = connection.kafkaProperties();
        properties.put("transactional.id", broker.uniqueName("aborting"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] bytes = connection
                    .codec(registry, ForklineTopic.CONTROLS, RunControl.class)
                    .encode(control);
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(connection.layout().name(ForklineTopic.CONTROLS), bytes))
                    .get();
            producer.abortTransaction();
        }
    }

    private <T extends SpecificRecord> void publish(ForklineTopic topic, Class<T> type, String key, T value)
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                connection.kafkaProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] bytes = connection.codec(registry, topic, type).encode(value);
            producer.send(new ProducerRecord<>(
                            connection.layout().name(topic), key.getBytes(StandardCharsets.UTF_8), bytes))
                    .get();
        }
    }

    private List<PerspectiveReport> reports(int count) {
        try (RecordCollector collector =
                new RecordCollector(broker, connection.layout().name(ForklineTopic.REPORTS))) {
            return collector.awaitCount(count).stream().map(this::report).toList();
        }
    }

    private PerspectiveReport report(ConsumerRecord<byte[], byte[]> record) {
        assertThat(record.key()).asString().isEqualTo("job-1");
        Decoded<ReportEvent> decoded = connection
                .codec(registry, ForklineTopic.REPORTS, ReportEvent.class)
                .decode(record.value());
        return (PerspectiveReport)
                ((Decoded.Value<ReportEvent>) decoded).value().getEvent();
    }

    private static RunControl cancel(String run) {
        return RunControl.newBuilder()
                .setJobId("job-1")
                .setRunId(run)
                .setAction(ControlAction.CANCEL)
                .setRequestedAt(Instant.now())
                .setRequestedBy("someone")
                .build();
    }
}
