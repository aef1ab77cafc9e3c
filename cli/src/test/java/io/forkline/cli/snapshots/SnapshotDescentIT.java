package io.forkline.cli.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.TestHost;
import io.forkline.cli.chaos.process.SmallRegistry;
import io.forkline.sandbox.Snapshot;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.SandboxInfo;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.RecordSender;
import io.forkline.testsupport.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a snapshot to the forks that were made of it, by the results of a cluster. */
@ExtendWith(BrokerExtension.class)
class SnapshotDescentIT {

    @TempDir
    private Path folder;

    @Test
    void inspectFindsTheForksWhoseReportsNameTheSnapshot(TestBroker broker) throws Exception {
        Snapshot snapshot = Stores.put(folder, "1", "a");
        try (SmallRegistry registry = new SmallRegistry()) {
            List<String> cluster = List.of(
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--schema-registry",
                    registry.url(),
                    "--topic-prefix",
                    broker.prefix());
            execute("topics", "create", cluster);
            publish(
                    broker,
                    registry,
                    List.of(
                            result("job-1", snapshot, "fork-a", snapshot.digest()),
                            result("job-2", snapshot, "fork-b", "0".repeat(64)),
                            result("job-3", snapshot, "fork-c", null)));

            TestHost shown = execute("snapshots", "inspect 1", cluster);
            JsonNode json = new ObjectMapper()
                    .readTree(execute("snapshots", "inspect 1 --json", cluster).out());

            assertThat(shown.out())
                    .contains("1 fork of it in the results of the cluster; 2 of other snapshots of the environment")
                    .containsPattern("fork-a +Security +ok +target-diges +worker-1 .* job-1/1")
                    .doesNotContain("fork-b", "fork-c");
            assertThat(json.at("/forks")).hasSize(1);
            assertThat(json.at("/forks/0/forkId").asText()).isEqualTo("fork-a");
            assertThat(json.at("/forks/0/runId").asText()).isEqualTo("job-1/1");
        }
    }

    private TestHost execute(String command, String more, List<String> cluster) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(more.split(" ")));
        arguments.addAll(cluster);
        TestHost host = new TestHost(folder);
        assertThat(host.execute(arguments.toArray(String[]::new)))
                .as(host.err())
                .isZero();
        return host;
    }

    private static void publish(TestBroker broker, SmallRegistry registry, List<JobResult> results) {
        ClusterConnection connection = ClusterConnection.from(Settings.of(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", registry.url(),
                "topics.prefix", broker.prefix())));
        try (var schemas = connection.openRegistry();
                RecordSender sender = new RecordSender(broker)) {
            var codec = connection.codec(schemas, ForklineTopic.RESULTS, JobResult.class);
            sender.send(results.stream()
                    .map(result -> new ProducerRecord<>(
                            connection.layout().name(ForklineTopic.RESULTS),
                            result.getJobId().getBytes(StandardCharsets.UTF_8),
                            codec.encode(result)))
                    .toList());
        }
    }

    private static JobResult result(String job, Snapshot snapshot, String fork, @Nullable String digest) {
        PerspectiveReport report = PerspectiveReport.newBuilder()
                .setTaskId(job + "/1/Security")
                .setJobId(job)
                .setRunId(job + "/1")
                .setEnvironmentId(snapshot.id().value())
                .setPerspective("Security")
                .setAttempt(1)
                .setOutcome(ReportOutcome.OK)
                .setSandbox(new SandboxInfo(
                        "local", SnapshotKind.MEMORY, snapshot.id().value(), fork, "target-digest", "worker-1", digest))
                .build();
        return JobResult.newBuilder()
                .setJobId(job)
                .setRunId(job + "/1")
                .setRunNumber(1)
                .setStatus(ResultStatus.COMPLETE)
                .setEnvironment("review-1")
                .setReports(List.of(report))
                .setMissing(List.of())
                .setTiming(new Timing(1, 0.1, false, 0.1, 1.0, 100.0))
                .setSubmittedAt(Instant.now())
                .setFinishedAt(Instant.now())
                .setOrigin(new Origin("jobs", 0, 0L))
                .build();
    }
}
