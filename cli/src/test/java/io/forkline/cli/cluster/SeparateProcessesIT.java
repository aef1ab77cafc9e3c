package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three services in processes of their own, a fourth that submits, a fifth that follows the results. */
@ExtendWith(BrokerExtension.class)
class SeparateProcessesIT {

    @TempDir
    private Path folder;

    @Test
    void aJobSubmittedByOneProcessIsFollowedByAnother(TestBroker broker) throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(broker, folder);
                ChildProcess follower = cluster.process("results", "--follow", "--json")) {
            submit(cluster, "first");
            submit(cluster, "first");

            follower.awaitOutput("\"jobId\":\"first\"");
            assertThat(follower.output()).contains("\"status\":\"COMPLETE\"", "\"provider\":\"offline\"");
            for (ChildProcess service : cluster.services()) {
                service.handle().destroy();
                service.awaitEnd();
                assertThat(service.output()).contains("Stopped.").doesNotContain("\tat ");
            }
            assertThat(follower.output().split("\"runNumber\"", -1))
                    .as("one result")
                    .hasSize(2);
        }
    }

    private static void submit(ProcessCluster cluster, String jobId) throws IOException, InterruptedException {
        try (ChildProcess submit = cluster.process(
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
}
