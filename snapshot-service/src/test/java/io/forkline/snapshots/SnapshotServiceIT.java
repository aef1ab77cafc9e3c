package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.leases.LeaseConfig;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicApplier;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.snapshots.admission.AdmissionConfig;
import io.forkline.snapshots.builder.BuildProgress;
import io.forkline.snapshots.builder.FakeSandboxProvider;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.RecordSender;
import io.forkline.testsupport.TestBroker;
import io.forkline.topologies.TopologyConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
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

/** Planner and builder on a real broker, in two partitions; only the sandbox is a fake. */
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class SnapshotServiceIT {

    @TempDir
    private Path folder;

    private final FakeSandboxProvider provider = new FakeSandboxProvider();
    private TestBroker broker;
    private ClusterConnection connection;
    private SchemaRegistry registry;
    private Environments environments;
    private RecordSender sender;

    @BeforeEach
    void createTopics(TestBroker testBroker) throws Exception {
        broker = testBroker;
        String prefix = broker.uniqueName("service") + ".";
        connection = new ClusterConnection(
                broker.bootstrapServers(),
                "mock://" + prefix,
                Map.of(),
                new TopicLayout(prefix, 2, 2, 2, (short) 1),
                Map.of());
        new TopicApplier(broker.admin(), connection.layout()).apply();
        registry = connection.openRegistry();
        environments = TestEnvironments.in(folder.resolve("environments"));
        sender = new RecordSender(broker);
    }

    @AfterEach
    void closeClients() {
        sender.close();
        registry.close();
    }

    @Test
    void jobBecomesForkTasksOnceItsSnapshotIsBuilt() {
        try (SnapshotService service = start();
                RecordCollector tasks = collector(ForklineTopic.FORK_TASKS)) {
            submit(1);

            assertThat(read(ForklineTopic.FORK_TASKS, ForkTask.class, tasks.awaitCount(2)))
                    .extracting(ForkTask::getTaskId)
                    .containsExactlyInAnyOrder("j0/1/Security", "j0/1/Tests");
            assertThat(provider.builds()).isEqualTo(1);
            assertThat(service.failure()).isEmpty();
        }
    }

    @Test
    void twentyJobsBuildTheirSnapshotOnce() {
        CountDownLatch gate = new CountDownLatch(1);
        provider.holdBuilds(gate);
        try (SnapshotService service = start();
                RecordCollector plans = collector(ForklineTopic.PLANS);
                RecordCollector requests = collector(ForklineTopic.SNAPSHOT_REQUESTS);
                RecordCollector tasks = collector(ForklineTopic.FORK_TASKS)) {
            submit(20);
            plans.awaitCount(20);
            gate.countDown();

            assertThat(taskIds(tasks.awaitCount(40))).hasSize(40).doesNotHaveDuplicates();
            assertThat(requests.readToEnd()).hasSize(1);
            assertThat(provider.builds()).isEqualTo(1);
            assertThat(service.failure()).isEmpty();
        }
    }

    @Test
    void restartInTheMiddleOfABuildLosesAndDoublesNothing() {
        CountDownLatch gate = new CountDownLatch(1);
        provider.holdBuilds(gate);
        try (RecordCollector plans = collector(ForklineTopic.PLANS);
                RecordCollector tasks = collector(ForklineTopic.FORK_TASKS)) {
            try (SnapshotService first = start()) {
                submit(10);
                plans.awaitCount(10);
                Await.until("a build has begun", () -> provider.builds() > 0);
                assertThat(first.failure()).isEmpty();
            }
            gate.countDown();
            submit(10);
            try (SnapshotService second = start()) {
                assertThat(taskIds(tasks.awaitCount(20))).hasSize(20).doesNotHaveDuplicates();
                assertThat(second.failure()).isEmpty();
            }
            assertThat(plans.readToEnd()).hasSize(10);
            assertThat(tasks.readToEnd()).hasSize(20);
        }
    }

    /** As in an upgrade of one instance after the other. */
    @Test
    @SuppressWarnings("try") // The first is closed in the middle.
    void secondInstanceThatTakesOverFromTheFirstLosesAndDoublesNothing() {
        try (RecordCollector plans = collector(ForklineTopic.PLANS);
                RecordCollector tasks = collector(ForklineTopic.FORK_TASKS);
                SnapshotService first = start("first")) {
            submit(0, 10);
            tasks.awaitCount(20);
            try (SnapshotService second = start("second")) {
                submit(10, 20);
                second.running().join();
                submit(20, 30);
                first.close();
                submit(0, 40);

                assertThat(taskIds(tasks.awaitCount(80))).hasSize(80).doesNotHaveDuplicates();
                assertThat(plans.readToEnd()).hasSize(40);
                assertThat(second.failure()).isEmpty();
            }
            assertThat(first.failure()).isEmpty();
            assertThat(tasks.readToEnd()).hasSize(80);
        }
    }

    @Test
    void jobsAsJsonBecomeRunsOnceEachThroughARestart() {
        try (RecordCollector jobs = collector(ForklineTopic.JOBS);
                RecordCollector plans = collector(ForklineTopic.PLANS);
                RecordCollector letters = collector(ForklineTopic.DEAD_LETTERS)) {
            try (SnapshotService first = start()) {
                submitJson(0, 10);
                jobs.awaitCount(3);
                assertThat(first.failure()).isEmpty();
            }
            submitJson(5, 15);
            sender.send(List.of(json("{\"jobId\":\"wrong\",\"environment\":7}")));
            try (SnapshotService second = start()) {
                List<PlanEvent> events = read(ForklineTopic.PLANS, PlanEvent.class, plans.awaitCount(16));

                assertThat(events.stream()
                                .map(PlanEvent::getEvent)
                                .filter(RunPlanned.class::isInstance)
                                .map(planned -> ((RunPlanned) planned).getJobId()))
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, 15).mapToObj(i -> "j" + i).toList());
                assertThat(letters.awaitCount(1))
                        .singleElement()
                        .satisfies(
                                letter -> assertThat(letter.value()).asString().contains("wrong"));
                assertThat(second.failure()).isEmpty();
            }
            assertThat(jobs.readToEnd()).hasSize(21);
            assertThat(plans.readToEnd()).hasSize(16);
        }
    }

    @Test
    void jobOfAFailedBuildIsRejectedInTheBuildersWords() {
        provider.failNext(SandboxException.permanent("pip: no such package", new IllegalStateException()));
        try (SnapshotService service = start();
                RecordCollector plans = collector(ForklineTopic.PLANS)) {
            submit(1);
            List<PlanEvent> events = read(ForklineTopic.PLANS, PlanEvent.class, plans.awaitCount(2));

            assertThat(((RunRejected) events.get(1).getEvent()).getMessage()).contains("pip: no such package");
            assertThat(service.failure()).isEmpty();
        }
    }

    /** The topic of results takes records that no other topic of the planner takes. */
    @Test
    void unreadableResultOfMoreThanAMebibyteGoesToTheDeadLettersWholeAndThePlannerGoesOn() {
        byte[] poison = new byte[3 * 1024 * 1024];
        new Random(1).nextBytes(poison);
        Map<String, Object> properties = connection.kafkaProperties();
        properties.put("max.request.size", ForklineTopic.DEAD_LETTERS.maxMessageBytes());
        try (SnapshotService service = start();
                RecordSender large = new RecordSender(
                        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
                RecordCollector letters = collector(ForklineTopic.DEAD_LETTERS);
                RecordCollector tasks = collector(ForklineTopic.FORK_TASKS)) {
            large.send(List.of(new ProducerRecord<>(connection.layout().name(ForklineTopic.RESULTS), poison)));
            assertThat(letters.awaitCount(1)).extracting(ConsumerRecord::value).containsExactly(poison);
            submit(1);
            tasks.awaitCount(2);

            assertThat(service.failure()).isEmpty();
        }
    }

    private SnapshotService start() {
        return start("state");
    }

    private SnapshotService start(String state) {
        SnapshotService service = new SnapshotService(
                connection,
                registry,
                environments,
                provider,
                new SnapshotServiceConfig(
                        AdmissionConfig.DEFAULT,
                        SchedulingConfig.DEFAULT,
                        TopologyConfig.in(folder.resolve(state)),
                        new LeaseConfig(1, Duration.ofMillis(100))),
                "test-host",
                BuildProgress.SILENT,
                Meters.NONE,
                Tracing.OFF);
        service.start();
        return service;
    }

    private void submit(int jobs) {
        submit(0, jobs);
    }

    /** @param end not among them */
    private void submit(int first, int end) {
        var codec = connection.codec(registry, ForklineTopic.JOBS, JobRequested.class);
        sender.send(IntStream.range(first, end)
                .mapToObj(i -> Jobs.builder("j" + i)
                        .setDeadline(Instant.now().plus(Duration.ofHours(1)))
                        .build())
                .map(job -> new ProducerRecord<>(
                        connection.layout().name(ForklineTopic.JOBS),
                        job.getJobId().getBytes(StandardCharsets.UTF_8),
                        codec.encode(job)))
                .toList());
    }

    /** With no key, so that they fall into any partition. */
    private void submitJson(int first, int end) {
        sender.send(IntStream.range(first, end)
                .mapToObj(i -> json("{\"jobId\":\"j" + i + "\",\"environment\":\"review\",\"deadline\":\"1h\","
                        + "\"target\":{\"kind\":\"DIRECTORY\",\"uri\":\"file:/srv/project\"}}"))
                .toList());
    }

    private ProducerRecord<byte[], byte[]> json(String value) {
        return new ProducerRecord<>(
                connection.layout().name(ForklineTopic.JOBS_JSON), value.getBytes(StandardCharsets.UTF_8));
    }

    private RecordCollector collector(ForklineTopic topic) {
        return new RecordCollector(broker, connection.layout().name(topic));
    }

    private List<String> taskIds(List<ConsumerRecord<byte[], byte[]>> records) {
        return read(ForklineTopic.FORK_TASKS, ForkTask.class, records).stream()
                .map(ForkTask::getTaskId)
                .toList();
    }

    private <T extends SpecificRecord> List<T> read(
            ForklineTopic topic, Class<T> type, List<ConsumerRecord<byte[], byte[]>> records) {
        var codec = connection.codec(registry, topic, type);
        return records.stream()
                .map(each -> ((Decoded.Value<T>) codec.decode(each.value())).value())
                .toList();
    }
}
