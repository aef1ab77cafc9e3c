package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.Job;
import io.forkline.producer.Targets;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.Target;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three services in processes of their own, others that submit, one that follows the results. */
@ExtendWith(BrokerExtension.class)
class SeparateProcessesIT {

    private static final Pattern HEALTH = Pattern.compile("Health is at (\\S+),");

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
            JobResult unpinned = runUnpinned(cluster);
            assertThat(unpinned.getStatus()).isEqualTo(ResultStatus.COMPLETE);
            assertThat(unpinned.getReports())
                    .hasSize(2)
                    .extracting(report -> report.getSandbox().getTargetDigest())
                    .containsOnly(unpinned.getReports().getFirst().getSandbox().getTargetDigest());
            follower.awaitOutput("\"jobId\":\"unpinned\"");
            for (ChildProcess service : cluster.services()) {
                Await.until("it is ready", () -> health(service, "ready").statusCode() == 200);
                assertThat(health(service, "live").body()).contains("\"status\":\"UP\"", "\"condition\":\"working\"");
                service.handle().destroy();
                service.awaitEnd();
                assertThat(service.output()).contains("Stopped.").doesNotContain("\tat ");
            }
            assertThat(follower.output().split("\"runNumber\"", -1))
                    .as("one result for each job")
                    .hasSize(3);
        }
    }

    private static HttpResponse<String> health(ChildProcess service, String question) {
        Matcher url = HEALTH.matcher(service.output());
        assertThat(url.find()).as(service.output()).isTrue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url.group(1) + "/" + question))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for health", e);
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

    /** As of a producer that cannot read the target itself, and so cannot pin it. */
    private static JobResult runUnpinned(ProcessCluster cluster) throws Exception {
        try (ForklineClient client = ForklineClient.connect(cluster.connection())) {
            Target target = Targets.directory(TestHost.PROJECT.resolve("examples/sample-project"));
            return client.await(
                    client.submit(Job.builder("greeting", target)
                            .id(new JobId("unpinned"))
                            .build()),
                    Duration.ofSeconds(90));
        }
    }
}
