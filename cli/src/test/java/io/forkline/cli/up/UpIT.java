package io.forkline.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.testsupport.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A development cluster as its user has it: a day's work, an evening, another morning. */
class UpIT {

    @TempDir
    private Path folder;

    @Test
    void jobsUseAnEnvironmentAsItIsAndWhatTheClusterKnowsOutlastsIt() throws Exception {
        try (DevelopmentCluster cluster = DevelopmentCluster.start(folder)) {
            assertThat(cluster.output())
                    .contains(cluster.bootstrapServers(), cluster.registryUrl(), "/health/ready")
                    .contains("jobs, snapshot-requests, snapshots")
                    .contains("greeting in ");
            assertThat(cluster.runJob("first")).contains("COMPLETE", "Hello to README.md");

            Path yaml = cluster.environments().resolve("greeting/environment.yaml");
            String before = Files.readString(yaml);
            Files.writeString(yaml, before.replace("greet.py, Hello]", "greet.py, Welcome]"));
            cluster.awaitOutput("environment greeting has changed");
            assertThat(cluster.runJob("changed")).contains("COMPLETE", "Welcome to README.md");

            Files.writeString(yaml, before + "colour: red\n");
            cluster.awaitOutput("stays as it was until that is mended");
            assertThat(cluster.output()).contains("greeting/environment.yaml: colour: unknown key");
            assertThat(cluster.runJob("broken")).contains("COMPLETE", "Welcome to README.md");
            Files.writeString(yaml, before);
            Await.until(
                    "the mended environment is told",
                    () -> cluster.output().split("environment greeting has changed", -1).length == 3);

            JsonNode jobs = cluster.latest("forkline.jobs-value");
            JsonNode results = cluster.latest("forkline.results-value");
            assertThat(cluster.stop())
                    .contains("Stopping the services")
                    .containsSubsequence(
                            "the services have stopped", "the schema registry has stopped", "the broker has stopped")
                    .contains("Stopped.")
                    .doesNotContain("\tat ");

            cluster.startAgain();
            assertThat(cluster.output()).contains("schemas registered already");
            assertThat(cluster.latest("forkline.jobs-value")).isEqualTo(jobs);
            assertThat(cluster.latest("forkline.results-value")).isEqualTo(results);
            assertThat(cluster.run("jobs", "list")).contains("first", "changed", "broken");
            assertThat(cluster.run("schemas", "check")).contains("11 of 11 schemas registered");
            assertThat(cluster.runJob("another")).contains("COMPLETE", "Hello to README.md");
        }
    }
}
