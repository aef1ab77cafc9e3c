package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three services in processes of their own, a fourth that submits, a fifth that follows the results. */
@ExtendWith(BrokerExtension.class)
class SeparateProcessesIT {

    private static final String ENVIRONMENTS =
            Path.of("src/test/resources/environments").toAbsolutePath().toString();

    @TempDir
    private Path folder;

    @Test
    void aJobSubmittedByOneProcessIsFollowedByAnother(TestBroker broker) throws Exception {
        try (SmallRegistry registry = new SmallRegistry()) {
            List<String> cluster = List.of(
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--schema-registry",
                    registry.url(),
                    "--topic-prefix",
                    broker.prefix());
            createTopics(cluster);
            try (ChildProcess snapshots =
                            start(cluster, "snapshot-service", "--environments", ENVIRONMENTS, "--state-dir", state());
                    ChildProcess worker =
                            start(cluster, "fork-worker", "--environments", ENVIRONMENTS, "--slots", "2");
                    ChildProcess aggregator = start(cluster, "aggregator", "--state-dir", state());
                    ChildProcess follower = start(cluster, "results", "--follow", "--json")) {
                List<ChildProcess> services = List.of(snapshots, worker, aggregator);
                services.forEach(service -> service.awaitOutput("is ready."));

                submit(cluster, "first");
                submit(cluster, "first");

                follower.awaitOutput("\"jobId\":\"first\"");
                assertThat(follower.output()).contains("\"status\":\"COMPLETE\"", "\"provider\":\"offline\"");
                for (ChildProcess service : services) {
                    service.handle().destroy();
                    service.awaitEnd();
                    assertThat(service.output()).contains("Stopped.").doesNotContain("\tat ");
                }
                assertThat(follower.output().split("\"runNumber\"", -1))
                        .as("one result")
                        .hasSize(2);
            }
        }
    }

    private String state() {
        return folder.resolve("state").toString();
    }

    private void createTopics(List<String> cluster) {
        List<String> arguments = new ArrayList<>(List.of("topics", "create"));
        arguments.addAll(cluster);
        TestHost host = new TestHost(TestHost.HOME);
        assertThat(host.execute(arguments.toArray(String[]::new)))
                .as(host.err())
                .isZero();
        assertThat(host.out()).contains("created    ").contains("jobs, 6 partitions");
    }

    private void submit(List<String> cluster, String jobId) throws IOException, InterruptedException {
        try (ChildProcess submit = start(
                cluster,
                "submit",
                TestHost.PROJECT.resolve("examples/sample-project").toString(),
                "--environment",
                "greeting",
                "--job-id",
                jobId)) {
            assertThat(submit.awaitEnd()).as(submit.output()).isZero();
            assertThat(submit.output()).isEqualTo(jobId + "\n");
        }
    }

    private ChildProcess start(List<String> cluster, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(cluster);
        return ChildProcess.forkline(folder, Map.of("OPENAI_API_KEY", ""), all.toArray(String[]::new));
    }
}
