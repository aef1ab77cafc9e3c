package io.forkline.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.ChildProcess;
import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import io.forkline.cli.chaos.process.SmallRegistry;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.RecordCollector;
import io.forkline.testsupport.RecordSender;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters on a real broker: read, shown, and published again byte for byte. */
@ExtendWith(BrokerExtension.class)
class DeadLettersIT {

    private static final String ENVIRONMENTS =
            Path.of("src/test/resources/environments").toAbsolutePath().toString();

    @TempDir
    private Path folder;

    private TestBroker broker;
    private SmallRegistry registry;
    private ClusterConnection connection;
    private RecordSender sender;

    @BeforeEach
    void createTopics(TestBroker testBroker) throws IOException {
        broker = testBroker;
        registry = new SmallRegistry();
        sender = new RecordSender(broker);
        connection = new ClusterConnection(
                broker.bootstrapServers(),
                registry.url(),
                Map.of(),
                new TopicLayout(broker.uniqueName("letters") + ".", 6, 6, 1, (short) -1),
                Map.of());
        assertThat(run("topics", "create").exitCode()).isZero();
    }

    @AfterEach
    void close() {
        sender.close();
        registry.close();
    }

    @Test
    void aRecordThatFailsAgainIsTheSameRecordWithItsCount() throws Exception {
        byte[] key = {(byte) 0xff, 1};
        byte[] value = {7, 7, 27};
        Headers headers = new RecordHeaders()
                .add("traceparent", Letters.bytes("00-1-2-01"))
                .add("forkline-cause", Letters.bytes("its own"))
                .add("nothing", null);
        Headers counted = new RecordHeaders(headers).add("forkline-redrives", Letters.bytes("1"));
        try (ChildProcess planner = startPlanner();
                RecordCollector letters = collector(ForklineTopic.DEAD_LETTERS);
                RecordCollector jobs = collector(ForklineTopic.JOBS)) {
            planner.awaitOutput("is ready.");
            sender.send(List.of(new ProducerRecord<>(name(ForklineTopic.JOBS), 3, key, value, headers)));
            LetterId first = LetterId.of(letters.awaitCount(1).getFirst());
            Run listed = run("dead-letters", "list");

            Run redriven = run("dead-letters", "redrive", first.toString());
            LetterId second = LetterId.of(letters.awaitCount(2).getLast());
            Run shown = run("dead-letters", "show", second.toString(), "--json");
            Run refused = run("dead-letters", "redrive", second.toString(), "--max-redrives", "1");
            ConsumerRecord<byte[], byte[]> back = jobs.awaitCount(2).getLast();

            assertThat(listed.out()).contains(first + " ", "jobs-3@0", "planner", "UNREADABLE", "1 dead letter in");
            assertThat(redriven.out()).contains("redriven  " + first + " to " + back.topic() + "-3@1, redrive 1");
            assertThat(redriven.exitCode()).as(redriven.err()).isZero();
            assertThat(back.partition()).isEqualTo(3);
            assertThat(back.key()).isEqualTo(key);
            assertThat(back.value()).isEqualTo(value);
            assertThat(back.headers()).isEqualTo(counted);
            JsonNode json = new ObjectMapper().readTree(shown.out());
            assertThat(json.get("redrives").asInt()).isEqualTo(1);
            assertThat(json.at("/origin/offset").asInt()).isEqualTo(1);
            assertThat(json.get("key").binaryValue()).isEqualTo(key);
            assertThat(json.get("value").binaryValue()).isEqualTo(value);
            assertThat(headers(json)).isEqualTo(counted);
            assertThat(refused.out()).contains("refused   " + second + ": it was redriven 1 time and came back");
            assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(jobs.readToEnd()).hasSize(2);
        }
    }

    @Test
    void whatCannotGoBackIsToldAndTheOthersGo() throws Exception {
        String gone = name(ForklineTopic.VERDICTS);
        byte[] control = control();
        bury(DeadLetter.INCONSISTENT, name(ForklineTopic.CONTROLS), Letters.bytes("job-1"), control);
        bury(DeadLetter.UNREADABLE, gone, null, new byte[] {1});
        bury(DeadLetter.UNREADABLE, connection.layout().prefix() + "planner-runs-changelog", null, new byte[] {1});
        bury(DeadLetter.UNREADABLE, name(ForklineTopic.JOBS), null, new byte[9 * 1024 * 1024]);
        bury(DeadLetter.UNREADABLE, name(ForklineTopic.JOBS), null, null);
        sender.send(List.of(new ProducerRecord<>(name(ForklineTopic.DEAD_LETTERS), new byte[] {1})));
        broker.admin().deleteTopics(List.of(gone)).all().get(30, TimeUnit.SECONDS);
        Path raw = folder.resolve("raw");

        Run rehearsed = run("dead-letters", "redrive", "--all", "--dry-run");
        Run redriven = run("dead-letters", "redrive", "--all");
        Run again = run("dead-letters", "redrive", "0-4", "0-99");
        Run one = run("dead-letters", "list", "--topic", "controls", "--cause", "inconsistent", "--json");
        Run newest = run("dead-letters", "list", "--limit", "2");
        Run shown = run("dead-letters", "show", "0-0");
        Run written = run("dead-letters", "show", "0-0", "--raw", raw.toString());

        assertThat(rehearsed.out())
                .contains(
                        "Would redrive 2 dead letters: " + name(ForklineTopic.CONTROLS) + " 1, ",
                        "nothing was written");
        assertThat(redriven.out())
                .contains("redriven  0-0 to " + name(ForklineTopic.CONTROLS) + "-3@0, redrive 1")
                .contains("refused   0-1: its topic " + gone + " is not there any more")
                .contains("refused   0-2: it came from ", "an internal topic of Kafka Streams")
                .contains("refused   0-3: it was cut by ")
                .contains("redriven  0-4 to " + name(ForklineTopic.JOBS) + "-3@0, redrive 1")
                .contains("refused   0-5: it is not in the form");
        assertThat(redriven.err()).contains("4 of 6 dead letters not redriven");
        assertThat(List.of(rehearsed.exitCode(), redriven.exitCode(), again.exitCode()))
                .containsOnly(ExitCode.FAILED);
        assertThat(again.out())
                .contains("redriven  0-4 to " + name(ForklineTopic.JOBS) + "-3@1, redrive 1")
                .contains("refused   0-99: there is no such dead letter", "from 0-0 to 0-5");
        assertThat(one.out().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"id\":\"0-0\""));
        assertThat(newest.out())
                .contains("0-4 ", "0-5 ", "The newest 2 of 6 dead letters")
                .doesNotContain("0-3 ");
        assertThat(shown.out()).contains("a RunControl", "\"jobId\" : \"job-1\"");
        assertThat(Files.readAllBytes(raw)).isEqualTo(control);
        assertThat(written.out()).isEmpty();
        try (RecordCollector controls = collector(ForklineTopic.CONTROLS);
                RecordCollector jobs = collector(ForklineTopic.JOBS)) {
            assertThat(controls.readToEnd())
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo(control));
            assertThat(jobs.readToEnd()).hasSize(2).allSatisfy(record -> {
                assertThat(record.key()).isNull();
                assertThat(record.value()).isNull();
            });
        }
    }

    @Test
    void aTopicWithoutLettersSaysSo() {
        Run empty = run("dead-letters", "list");
        Run nothing = run("dead-letters", "redrive", "--all");
        Run missing = run("dead-letters", "show", "0-0");

        assertThat(empty.out()).isEqualTo("There are no dead letters in " + name(ForklineTopic.DEAD_LETTERS) + ".\n");
        assertThat(nothing.out()).startsWith("No dead letter in ");
        assertThat(nothing.exitCode()).isZero();
        assertThat(missing.err()).contains("there is no dead letter 0-0", "its offsets are now none");
        assertThat(missing.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aClusterWithoutTheTopicSaysSoAndGetsNone() throws Exception {
        String prefix = broker.uniqueName("none") + ".";
        TestHost host = new TestHost(folder.resolve("home"));

        int exitCode = host.execute(
                "dead-letters", "list", "--bootstrap-servers", broker.bootstrapServers(), "--topic-prefix", prefix);

        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(host.err()).contains("there is no topic " + prefix + "dead-letters", "forkline topics create");
        assertThat(broker.admin().listTopics().names().get(30, TimeUnit.SECONDS))
                .doesNotContain(prefix + "dead-letters");
    }

    private void bury(String cause, String topic, byte @Nullable [] key, byte @Nullable [] value) {
        DeadLetter.Copy copy = new DeadLetter(cause, "why", topic, 3, 17, 1, "test").of(key, value, null);
        try (RecordSender large = new RecordSender(new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "max.request.size",
                        ForklineTopic.DEAD_LETTERS.maxMessageBytes()),
                new ByteArraySerializer(),
                new ByteArraySerializer()))) {
            large.send(List.of(new ProducerRecord<>(
                    name(ForklineTopic.DEAD_LETTERS), null, copy.key(), copy.value(), copy.headers())));
        }
    }

    private byte[] control() {
        try (SchemaRegistry client = connection.openRegistry()) {
            return connection
                    .codec(client, ForklineTopic.CONTROLS, RunControl.class)
                    .encode(RunControl.newBuilder()
                            .setJobId("job-1")
                            .setAction(ControlAction.CANCEL)
                            .setRequestedAt(Instant.EPOCH)
                            .setRequestedBy("test")
                            .build());
        }
    }

    private ChildProcess startPlanner() throws IOException {
        return ChildProcess.forkline(
                folder,
                Map.of(),
                withOptions(
                        "snapshot-service",
                        "--environments",
                        ENVIRONMENTS,
                        "--state-dir",
                        folder.resolve("state").toString()));
    }

    private RecordCollector collector(ForklineTopic topic) {
        return new RecordCollector(broker, name(topic));
    }

    private String name(ForklineTopic topic) {
        return connection.layout().name(topic);
    }

    private Run run(String... arguments) {
        TestHost host = new TestHost(folder.resolve("home"));
        int exitCode = host.execute(withOptions(arguments));
        return new Run(exitCode, host.out(), host.err());
    }

    private String[] withOptions(String... arguments) {
        return Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--bootstrap-servers",
                                broker.bootstrapServers(),
                                "--schema-registry",
                                registry.url(),
                                "--topic-prefix",
                                connection.layout().prefix()))
                .toArray(String[]::new);
    }

    private static Headers headers(JsonNode json) throws IOException {
        Headers headers = new RecordHeaders();
        for (JsonNode header : json.get("headers")) {
            JsonNode value = header.get("value");
            headers.add(header.get("name").asText(), value.isNull() ? null : value.binaryValue());
        }
        return headers;
    }

    private record Run(int exitCode, String out, String err) {}
}
