package io.forkline.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.schemas.registry.Subjects;
import io.forkline.testsupport.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
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
                    .contains("registered 11 schemas, set 11 subjects to BACKWARD")
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
            assertThat(DevelopmentCluster.data(folder).resolve("registry/registry.log"))
                    .content()
                    .as("no line for each request, with which answers get lost")
                    .contains("started in")
                    .doesNotContain("/apis/ccompat");

            cluster.startAgain();
            assertThat(cluster.output()).contains("schemas registered already");
            assertThat(cluster.latest("forkline.jobs-value")).isEqualTo(jobs);
            assertThat(cluster.latest("forkline.results-value")).isEqualTo(results);
            assertThat(cluster.run("jobs", "list")).contains("first", "changed", "broken");
            assertThat(cluster.run("schemas", "check")).contains("11 of 11 schemas registered");
            assertThat(cluster.runJob("another")).contains("COMPLETE", "Hello to README.md");
        }
    }

    /** The ids are in all values on the topics. */
    @Test
    void schemasOfAHomeThatHadThemInFilesKeepTheirIds() throws Exception {
        Path program = DevelopmentCluster.registryProgram();
        Path data = DevelopmentCluster.data(folder).resolve("registry");
        int first;
        int second;
        try (RegistryProcess old = RegistryProcess.start(
                program,
                data,
                Addresses.of(Addresses.LOOPBACK, null),
                DevelopmentCluster.freePorts().getFirst(),
                new RegistryStorage.Files(data))) {
            old.awaitReady();
            try (Subjects subjects = Subjects.connect(old.url(), Map.of())) {
                first = subjects.register(
                        "one-value", SchemaBuilder.record("One").fields().endRecord());
                second = subjects.register(
                        "two-value", SchemaBuilder.record("Two").fields().endRecord());
            }
        }

        try (DevelopmentCluster cluster = DevelopmentCluster.start(folder)) {
            assertThat(cluster.output()).contains("took over the schemas of the registry that was in files");
            assertThat(cluster.latest("one-value").get("id").asInt()).isEqualTo(first);
            assertThat(cluster.latest("two-value").get("id").asInt()).isEqualTo(second);
            assertThat(cluster.latest("forkline.jobs-value").get("id").asInt()).isGreaterThan(second);
            assertThat(data.resolve("registry.mv.db")).doesNotExist();
            Path takenOver = data.resolve("registry.mv.db.taken-over");
            assertThat(takenOver).exists();
            cluster.stop();

            Files.move(takenOver, data.resolve("registry.mv.db"));
            assertThatThrownBy(cluster::startAgain)
                    .as("a start that was ended before the file got its new name")
                    .hasMessageContaining("ended with 1")
                    .hasMessageContaining("an earlier start was ended while it took these over")
                    .hasMessageContaining("move that file away and start again");
        }
    }
}
