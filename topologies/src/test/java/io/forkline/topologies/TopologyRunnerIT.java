package io.forkline.topologies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.health.Condition;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.BrokerLink;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.RecordSender;
import io.forkline.testsupport.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class TopologyRunnerIT {

    private static final byte[] KEY = "a".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path state;

    private TestBroker broker;
    private ClusterConnection connection;
    private String in;
    private String out;
    private String deadLetters;

    @BeforeEach
    void createTopics(TestBroker testBroker) {
        broker = testBroker;
        connection = new ClusterConnection(
                broker.bootstrapServers(),
                "mock://topology-runner",
                Map.of(),
                TopicLayout.single(broker.uniqueName("runner") + "."),
                Map.of());
        in = broker.createTopic("in");
        out = broker.createTopic("out");
        deadLetters = broker.createTopic("dead-letters");
    }

    @Test
    void recordsOfARegistryOutageAreProcessedOnceAfterIt() throws Exception {
        try (SchemaRegistry working = connection.openRegistry();
                OutageRegistry registry = new OutageRegistry(connection.openRegistry());
                TopologyRunner runner = runner(decoding(registry));
                RecordSender sender = new RecordSender(broker);
                RecordCollector results = new RecordCollector(broker, out);
                RecordCollector letters = new RecordCollector(broker, deadLetters)) {
            runner.start();
            runner.running().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            sender.send(List.of(job(working, 1), job(working, 2)));
            Await.until("the topology met the outage twice", () -> registry.refused() >= 2);
            registry.end();

            assertThat(results.awaitCount(2)).extracting(ConsumerRecord::offset).hasSize(2);
            assertThat(results.readToEnd()).hasSize(2);
            assertThat(letters.readToEnd()).isEmpty();
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void topologyPausesInAnOutageAndDoesNotHoldUpItsClosing() throws Exception {
        OutagePause pause = new OutagePause(Duration.ofHours(1), System::nanoTime);
        long closed;
        try (SchemaRegistry working = connection.openRegistry();
                OutageRegistry registry = new OutageRegistry(connection.openRegistry());
                RecordSender sender = new RecordSender(broker)) {
            try (TopologyRunner runner = new TopologyRunner(
                    connection,
                    StreamsApplication.PLANNER,
                    decoding(registry),
                    TopologyConfig.in(state),
                    pause,
                    TopologyHealth.DEFAULT,
                    Meters.NONE)) {
                runner.start();
                runner.running().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                sender.send(List.of(job(working, 1)));
                Await.until("it pauses", () -> pause.failures() == 1);
                closed = System.nanoTime();
            }
            Duration closing = Duration.ofNanos(System.nanoTime() - closed);

            // A close waits so long for threads that do not end.
            assertThat(closing).isLessThan(Duration.ofSeconds(10));
            assertThat(registry.refused()).isEqualTo(1);
        }
    }

    @Test
    void recordsOfABrokerOutageAreProcessedOnceAfterIt() throws Exception {
        try (BrokerLink link = new BrokerLink(broker);
                SchemaRegistry registry = connection.openRegistry();
                TopologyRunner runner = runner(connectionBy(link), decoding(registry));
                RecordSender sender = new RecordSender(broker);
                RecordCollector results = new RecordCollector(broker, out)) {
            runner.start();
            runner.running().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            sender.send(List.of(job(registry, 1)));
            results.awaitCount(1);
            link.silence();
            sender.send(List.of(job(registry, 2)));
            Await.until("the broker has given the application up", this::hasNoMembers);
            link.goOn();

            assertThat(results.awaitCount(2)).hasSize(2);
            assertThat(results.readToEnd()).hasSize(2);
            assertThat(runner.failure()).isEmpty();
        }
    }

    @Test
    void poisonGoesToTheDeadLettersAndTheNextRecordOn() {
        try (SchemaRegistry registry = connection.openRegistry();
                TopologyRunner runner = runner(decoding(registry));
                RecordSender sender = new RecordSender(broker);
                RecordCollector results = new RecordCollector(broker, out);
                RecordCollector letters = new RecordCollector(broker, deadLetters)) {
            runner.start();
            sender.send(List.of(new ProducerRecord<>(in, KEY, new byte[] {7, 7}), job(registry, 1)));

            assertThat(results.awaitCount(1)).hasSize(1);
            ConsumerRecord<byte[], byte[]> letter = letters.awaitCount(1).get(0);
            assertThat(letter.value()).isEqualTo(new byte[] {7, 7});
            assertThat(letter.headers().lastHeader("forkline-origin-topic").value())
                    .isEqualTo(in.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void bugStopsTheApplicationAndIsItsFailure() {
        ProcessorSupplier<byte[], byte[], byte[], byte[]> broken = () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<byte[], byte[]> record) {
                throw new IllegalStateException("an assumption broke");
            }
        };
        try (TopologyRunner runner = runner(source().addProcessor("broken", broken, "in"));
                RecordSender sender = new RecordSender(broker)) {
            runner.start();
            sender.send(List.of(new ProducerRecord<>(in, KEY, KEY)));

            Await.until("the application stopped", () -> runner.failure().isPresent());
            assertThat(runner.failure().orElseThrow()).hasRootCauseMessage("an assumption broke");
        }
    }

    @Test
    void forwardThatNoTopicTakesStopsTheApplicationInsteadOfKillingItsThreadsForEver() {
        ProcessorSupplier<byte[], byte[], byte[], byte[]> large = () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<byte[], byte[]> record) {
                context().forward(record.withValue(new byte[2 * 1024 * 1024]));
            }
        };
        Topology topology = source().addProcessor("large", large, "in");
        topology.addSink("out", out, new ByteArraySerializer(), new ByteArraySerializer(), "large");
        try (TopologyRunner runner = runner(topology);
                RecordSender sender = new RecordSender(broker)) {
            runner.start();
            sender.send(List.of(new ProducerRecord<>(in, KEY, KEY)));

            Await.until("the application stopped", () -> runner.failure().isPresent());
        }
    }

    @Test
    void threadThatAsksForRecordsWorksAndOneThatHangsIsStuckThoughKafkaCallsItRunning() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        ProcessorSupplier<byte[], byte[], byte[], byte[]> hangs = () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<byte[], byte[]> record) {
                awaitUninterruptibly(hanging);
            }
        };
        try (TopologyRunner runner = new TopologyRunner(
                        connection,
                        StreamsApplication.PLANNER,
                        source().addProcessor("hangs", hangs, "in"),
                        TopologyConfig.in(state),
                        new OutagePause(OutagePause.FIRST, System::nanoTime),
                        new TopologyHealth(Duration.ofSeconds(2), Duration.ofSeconds(30)),
                        Meters.NONE);
                RecordSender sender = new RecordSender(broker)) {
            assertThat(runner.condition()).isEqualTo(new Condition.Waiting("it has not been started"));
            runner.start();
            runner.running().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Await.until("it works", () -> runner.condition() instanceof Condition.Working);

            sender.send(List.of(new ProducerRecord<>(in, KEY, KEY)));

            Await.until("it is stuck", () -> runner.condition() instanceof Condition.Stuck);
            hanging.countDown();
            Await.until("it works again", () -> runner.condition() instanceof Condition.Working);
        }
    }

    @Test
    void topologyWhoseBrokersAreAwayWaitsForThem() throws Exception {
        try (BrokerLink link = new BrokerLink(broker);
                TopologyRunner runner = new TopologyRunner(
                        connectionBy(link),
                        StreamsApplication.PLANNER,
                        source(),
                        TopologyConfig.in(state),
                        new OutagePause(OutagePause.FIRST, System::nanoTime),
                        new TopologyHealth(Duration.ofSeconds(30), Duration.ofSeconds(4)),
                        Meters.NONE)) {
            runner.start();
            runner.running().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Await.until("it works", () -> runner.condition() instanceof Condition.Working);

            link.silence();

            Await.until("it waits", () -> runner.condition() instanceof Condition.Waiting);
            link.goOn();
            Await.until("it works again", () -> runner.condition() instanceof Condition.Working);
        }
    }

    @Test
    void closingBeforeItRanSaysSo() {
        TopologyRunner runner = runner(source());
        runner.start();
        runner.close();
        runner.close();

        // Either it came to run before it was closed, or whoever waits for it is told.
        Await.until("nobody waits for ever", () -> runner.running().isDone());
    }

    @Test
    void secondOneInTheSameStateDirectoryIsToldWhichSettingGivesItAnother() {
        try (TopologyRunner first = runner(stateful())) {
            assertThatThrownBy(() -> runner(stateful()))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("another planner of this host has its state in " + state
                            + "; give each a directory of its own, with --state-dir or planner.state.dir");
            assertThat(first.failure()).isEmpty();
        }
    }

    @Test
    void changelogThatIsNotThereStopsTheTopologyAndIsNotCreated() throws Exception {
        String changelog = connection.layout().name(StreamsApplication.PLANNER) + "-kept-changelog";
        try (TopologyRunner runner = runner(stateful())) {
            runner.start();
            Await.until("it stops", () -> runner.failure().isPresent());

            assertThat(runner.failure().orElseThrow())
                    .hasStackTraceContaining("these topics are gone, and services create none: " + changelog);
        }
        assertThat(broker.admin().listTopics().names().get()).doesNotContain(changelog);
    }

    private TopologyRunner runner(Topology topology) {
        return runner(connection, topology);
    }

    private TopologyRunner runner(ClusterConnection to, Topology topology) {
        return new TopologyRunner(to, StreamsApplication.PLANNER, topology, TopologyConfig.in(state), Meters.NONE);
    }

    private ClusterConnection connectionBy(BrokerLink link) {
        return new ClusterConnection(
                link.bootstrapServers(), "mock://topology-runner", Map.of(), connection.layout(), Map.of());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasNoMembers() {
        String group = connection.layout().name(StreamsApplication.PLANNER);
        try {
            return broker.admin()
                    .describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members()
                    .isEmpty();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private Topology source() {
        return new Topology().addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), in);
    }

    private Topology stateful() {
        return source().addProcessor(
                        "keeping",
                        () -> new ContextualProcessor<byte[], byte[], byte[], byte[]>() {
                            @Override
                            public void process(Record<byte[], byte[]> record) {}
                        },
                        "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore("kept"), Serdes.ByteArray(), Serdes.ByteArray()),
                        "keeping");
    }

    private Topology decoding(SchemaRegistry registry) {
        RecordCodec<RunControl> codec = new RecordCodec<>(registry, RunControl.class, in);
        ProcessorSupplier<byte[], Object, byte[], byte[]> keyOnly = () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<byte[], Object> record) {
                context().forward(record.withValue(record.key()));
            }
        };
        Topology topology = source().addProcessor(
                        "decode",
                        () -> new Decoding<>(codec, new Burial("test", Meters.NONE), "key-only", "dead-letters"),
                        "in");
        topology.addProcessor("key-only", keyOnly, "decode");
        topology.addSink("out", out, new ByteArraySerializer(), new ByteArraySerializer(), "key-only");
        topology.addSink("dead-letters", deadLetters, new ByteArraySerializer(), new ByteArraySerializer(), "decode");
        return topology;
    }

    private ProducerRecord<byte[], byte[]> job(SchemaRegistry registry, int number) {
        RunControl control = RunControl.newBuilder()
                .setJobId("job-" + number)
                .setAction(ControlAction.CANCEL)
                .setRequestedAt(Instant.EPOCH)
                .setRequestedBy("test")
                .build();
        return new ProducerRecord<>(in, KEY, new RecordCodec<>(registry, RunControl.class, in).encode(control));
    }
}
