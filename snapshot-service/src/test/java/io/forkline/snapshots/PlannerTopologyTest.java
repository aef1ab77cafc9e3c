package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.Keying;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.snapshots.admission.AdmissionConfig;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Sink;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are stored in the cluster: who changes them changes every deployment. */
class PlannerTopologyTest {

    @TempDir
    private Path folder;

    @Test
    void stepsAreSubTopologiesOfTheirOwnWithTheStoresOfTheCatalogue() throws Exception {
        List<Subtopology> steps = List.copyOf(description().subtopologies());
        assertThat(steps).hasSize(3);
        assertThat(topics(steps.get(0)))
                .containsExactlyInAnyOrder("forkline.jobs", "forkline.reports", "forkline.results");
        assertThat(stores(steps.get(0))).isEqualTo(catalogue(Keying.JOB));
        assertThat(topics(steps.get(1)))
                .containsExactlyInAnyOrder("forkline.planner-events", "forkline.snapshots", "forkline.targets");
        assertThat(stores(steps.get(1))).isEqualTo(catalogue(Keying.ENVIRONMENT));
        assertThat(topics(steps.get(2))).containsExactly("forkline.jobs-json");
        assertThat(stores(steps.get(2))).isEmpty();
    }

    /** A job in another partition than its own goes back to jobs; the reports that a replay reuses go to reports. */
    @Test
    void eachStepWritesWhatIsItsOwn() throws Exception {
        List<Subtopology> steps = List.copyOf(description().subtopologies());

        assertThat(written(steps.get(0)))
                .containsExactlyInAnyOrder(
                        "forkline.plans",
                        "forkline.jobs",
                        "forkline.planner-events",
                        "forkline.reports",
                        "forkline.dead-letters");
        assertThat(written(steps.get(1)))
                .containsExactlyInAnyOrder(
                        "forkline.fork-tasks",
                        "forkline.snapshot-requests",
                        "forkline.plans",
                        "forkline.reports",
                        "forkline.dead-letters");
        assertThat(written(steps.get(2))).containsExactlyInAnyOrder("forkline.jobs", "forkline.dead-letters");
    }

    /** The number is in the names of its tasks, of their state directories and of what the group is assigned. */
    @Test
    void stepThatWasAddedLeftTheOthersTheirNumbers() throws Exception {
        assertThat(description().subtopologies())
                .extracting(Subtopology::id)
                .as("by job, by environment, conversion")
                .containsExactly(0, 1, 2);
    }

    /** Its description is in the resources. What this made is in {@code target/topology.txt}, to be stored when the change has been named. */
    @Test
    void topologyIsTheOneThatOperatorsKnow() throws Exception {
        String description = description().toString();
        Files.writeString(Path.of("target/topology.txt"), description);

        assertThat(description)
                .as(
                        "a changed topology changes every deployment: name it in docs/operations.md, and store its description")
                .isEqualTo(Files.readString(Path.of("src/test/resources/topology.txt")));
    }

    private TopologyDescription description() throws Exception {
        ClusterConnection connection =
                new ClusterConnection("unused:1", "mock://planner-topology", Map.of(), TopicLayout.DEFAULT, Map.of());
        return PlannerTopology.of(
                        connection,
                        connection.openRegistry(),
                        TestEnvironments.in(folder),
                        AdmissionConfig.DEFAULT,
                        SchedulingConfig.DEFAULT,
                        Meters.NONE,
                        Tracing.OFF)
                .describe();
    }

    private static Set<String> written(Subtopology step) {
        return step.nodes().stream()
                .filter(Sink.class::isInstance)
                .map(node -> ((Sink) node).topic())
                .collect(Collectors.toSet());
    }

    private static Set<String> topics(Subtopology step) {
        return step.nodes().stream()
                .filter(Source.class::isInstance)
                .flatMap(node -> ((Source) node).topicSet().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> stores(Subtopology step) {
        return step.nodes().stream()
                .filter(Processor.class::isInstance)
                .flatMap(node -> ((Processor) node).stores().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> catalogue(Keying keying) {
        return StreamsApplication.PLANNER.stores().stream()
                .filter(store -> store.keying() == keying)
                .map(StreamsApplication.Store::name)
                .collect(Collectors.toSet());
    }
}
