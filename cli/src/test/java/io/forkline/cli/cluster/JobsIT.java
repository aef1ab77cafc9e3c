package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.cli.ChildProcess;
import io.forkline.cli.ExitCode;
import io.forkline.cli.TestHost;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the topics say of jobs, with services, and when they are gone. */
@ExtendWith(BrokerExtension.class)
class JobsIT {

    private static final Duration ENOUGH = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void jobsAreShownAsTheTopicsHaveThemAlsoWhenNoServiceRuns(TestBroker broker) throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(broker, folder)) {
            submit(cluster, "greeting", "over", "--wait");
            submit(cluster, "pausing", "running");
            Await.until(
                    "one of two reports is done",
                    ENOUGH,
                    () -> json(cluster, "jobs", "show", "running")
                                    .at("/reportsDone")
                                    .asInt()
                            == 1);

            assertThatOverIsShown(cluster);
            assertThatRunningIsShown(cluster);
            stop(cluster);
            assertThatRunningIsShown(cluster);
            assertThatTheListHasBoth(cluster);
            assertThatACancelIsWaitedFor(cluster);
            assertThatAStrangerIsNamed(cluster);
        }
    }

    private static void assertThatOverIsShown(ProcessCluster cluster) {
        JsonNode over = json(cluster, "jobs", "show", "over");
        assertThat(over.at("/state").asText()).isEqualTo("DONE");
        assertThat(over.at("/status").asText()).isEqualTo("COMPLETE");
        assertThat(over.at("/runs/0/perspectives/0/said").asText()).startsWith("Hello to README");
        assertThat(over.at("/runs/0/lineage/job/topic").asText()).endsWith("jobs");
        assertThat(over.at("/runs/0/lineage/result/topic").asText()).endsWith("results");
        assertThat(over.at("/requests/0/offset")).isEqualTo(over.at("/runs/0/lineage/job/offset"));
        TestHost host = host(cluster, "jobs", "show", "over");
        assertThat(host.out()).contains("complete  greeting  run over/1", "result: COMPLETE", "planned");
        assertThat(host.out().lines()).allMatch(line -> line.length() <= 100);
    }

    private static void assertThatRunningIsShown(ProcessCluster cluster) {
        TestHost host = host(cluster, "jobs", "show", "running");
        assertThat(host.out())
                .contains("running  pausing  run running/1  tenant default  1 of 2 reports")
                .contains("Waits for the report of Sleeper.")
                .containsPattern("Sleeper +issued +1")
                .containsPattern("Quick +ok +1")
                .contains("first task issued", "deadline");
        assertThat(host.out().lines()).allMatch(line -> line.length() <= 100);
    }

    private static void assertThatTheListHasBoth(ProcessCluster cluster) {
        TestHost all = host(cluster, "jobs", "list");
        assertThat(all.out().lines().skip(1))
                .satisfiesExactly(
                        first -> assertThat(first).containsPattern("^over +complete +2/2 "),
                        second -> assertThat(second)
                                .containsPattern("^running +running +1/2 ")
                                .contains("the report of Sleeper"));
        assertThat(all.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(host(cluster, "jobs", "list", "--status", "open").out())
                .contains("running")
                .doesNotContain("over ");
        TestHost newest = host(cluster, "jobs", "list", "--limit", "1");
        assertThat(newest.out()).doesNotContain("over ");
        assertThat(newest.err()).contains("The newest 1 of 2 jobs; --limit shows more.");
        assertThat(json(cluster, "jobs", "list", "--since", "1h", "--tenant", "default")
                        .at("/jobs"))
                .hasSize(2);
    }

    private static void assertThatACancelIsWaitedFor(ProcessCluster cluster) {
        TestHost cancel = new TestHost(TestHost.HOME);
        assertThat(cancel.execute(cluster.withOptions("cancel", "running", "--wait", "1s")))
                .isEqualTo(ExitCode.FAILED);
        assertThat(cancel.err())
                .contains("nobody has answered within 1 s. Job running is there, so no aggregator seems to be running");
        assertThat(host(cluster, "jobs", "show", "running").out())
                .contains("Waits for an aggregator, to carry out the cancel by ", "cancel asked for by");
    }

    private static void assertThatAStrangerIsNamed(ProcessCluster cluster) {
        TestHost host = new TestHost(TestHost.HOME);
        assertThat(host.execute(cluster.withOptions("jobs", "show", "no-such-job")))
                .isEqualTo(ExitCode.FAILED);
        assertThat(host.err()).contains("there is no job no-such-job in the topics of this cluster");
    }

    private static void stop(ProcessCluster cluster) throws InterruptedException {
        for (ChildProcess service : cluster.services()) {
            service.handle().destroy();
        }
        for (ChildProcess service : cluster.services()) {
            service.awaitEnd();
        }
    }

    private static void submit(ProcessCluster cluster, String environment, String jobId, String... more) {
        String[] arguments = {
            "submit",
            TestHost.PROJECT.resolve("examples/sample-project").toString(),
            "--environment",
            environment,
            "--job-id",
            jobId
        };
        String[] all =
                Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
        host(cluster, all);
    }

    private static TestHost host(ProcessCluster cluster, String... arguments) {
        TestHost host = new TestHost(TestHost.HOME);
        int exitCode = host.execute(cluster.withOptions(arguments));
        assertThat(exitCode).as(host.err()).isEqualTo(ExitCode.COMPLETE);
        return host;
    }

    private static JsonNode json(ProcessCluster cluster, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        try {
            return new ObjectMapper().readTree(host(cluster, all).out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
