package io.forkline.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import io.forkline.cli.chaos.process.SmallRegistry;
import io.forkline.guarantees.Seen;
import io.forkline.guarantees.TopicsReader;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.Job;
import io.forkline.producer.Submission;
import io.forkline.producer.Targets;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.MissingReason;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.RecordSender;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A replay of many jobs that is stopped on its way: it says how far it came, and the same request does the rest. No service runs. */
@ExtendWith(BrokerExtension.class)
class StoppedReplayIT {

    private static final int JOBS = 1_000;
    private static final Pattern STOPPED = Pattern.compile("Stopped: (\\d+) of " + JOBS + " replays published");

    @TempDir
    private Path folder;

    private SmallRegistry registry;
    private ClusterConnection connection;
    private TestBroker broker;

    @BeforeEach
    void createTopics(TestBroker testBroker) throws IOException {
        broker = testBroker;
        registry = new SmallRegistry();
        connection = new ClusterConnection(
                broker.bootstrapServers(),
                registry.url(),
                Map.of(),
                new TopicLayout(broker.uniqueName("stopped") + ".", 6, 6, 1, (short) -1),
                Map.of());
        TestHost host = new TestHost(folder.resolve("home"));
        assertThat(host.execute(withOptions("topics", "create"))).as(host.err()).isZero();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void whatIsPublishedIsToldAndTheSameRequestDoesTheOthers() throws Exception {
        failedJobs();
        String[] command = withOptions("replay", "--status", "failed", "--yes", "--request-id", "r-1");
        int published;
        try (ChildProcess replay = ChildProcess.forkline(folder, Map.of(), command)) {
            Await.until(
                    "the first one is published",
                    Duration.ofSeconds(60),
                    () -> !replays().isEmpty());
            replay.handle().destroy();
            replay.awaitEnd();
            Matcher stopped = STOPPED.matcher(replay.output());
            assertThat(stopped.find()).as(replay.output()).isTrue();
            published = Integer.parseInt(stopped.group(1));
            assertThat(replay.output()).contains("the same command with --request-id r-1 does the others");
        }
        int there = replays().size();

        TestHost again = new TestHost(folder.resolve("home"));
        int exitCode = again.execute(command);

        assertThat(there).isBetween(published, published + 1);
        assertThat(exitCode).as(again.err()).isZero();
        assertThat(again.out())
                .contains(
                        there + " jobs asked for with this request id before", "Replayed " + (JOBS - there) + " jobs");
        assertThat(replays()).hasSize(JOBS).doesNotHaveDuplicates();
    }

    /** The jobs that are asked for again, each as often as it is. */
    private List<String> replays() {
        return new TopicsReader(connection)
                .read().jobs().stream()
                        .map(Seen::value)
                        .filter(job -> job.getReplay() != null)
                        .map(JobRequested::getJobId)
                        .toList();
    }

    private void failedJobs() throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> results = new ArrayList<>();
        try (ForklineClient client = ForklineClient.connect(connection);
                SchemaRegistry schemas = connection.openRegistry();
                RecordSender sender = new RecordSender(broker)) {
            RecordCodec<JobResult> codec = connection.codec(schemas, ForklineTopic.RESULTS, JobResult.class);
            for (int i = 0; i < JOBS; i++) {
                JobId id = new JobId("job-" + i);
                Submission job = client.submit(Job.builder("review", Targets.inline(Map.of("a.py", "1")))
                        .id(id)
                        .build());
                results.add(new ProducerRecord<>(
                        connection.layout().name(ForklineTopic.RESULTS),
                        id.value().getBytes(StandardCharsets.UTF_8),
                        codec.encode(failed(id, job))));
            }
            sender.send(results);
        }
    }

    private JobResult failed(JobId id, Submission job) {
        return JobResult.newBuilder()
                .setJobId(id.value())
                .setRunId(id.run(1).toString())
                .setRunNumber(1)
                .setStatus(ResultStatus.FAILED)
                .setEnvironment("review")
                .setReports(List.of())
                .setMissing(List.of(new MissingPerspective("Tests", false, MissingReason.FAILED, "exit 1")))
                .setTiming(new Timing(0, 0.0, false, 0.0, 0.0, 0.0))
                .setSubmittedAt(job.timestamp())
                .setFinishedAt(job.timestamp())
                .setOrigin(new Origin(connection.layout().name(ForklineTopic.JOBS), job.partition(), job.offset()))
                .setContentHash(job.contentHash())
                .build();
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
}
