package io.forkline.aggregator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.Keying;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.apache.kafka.streams.TopologyDescription.Source;
import org.apache.kafka.streams.TopologyDescription.Subtopology;
import org.junit.jupiter.api.Test;

/** Names that are stored in the cluster: who changes them changes every deployment. */
final class JoinTopologyTest {

    @Test
    void stepByJobAndStepByTenantAreSubTopologiesWithTheStoresOfTheCatalogue() {
        List<Subtopology> steps = List.copyOf(topology().describe().subtopologies());

        assertThat(steps).hasSize(2);
        assertThat(topics(steps.get(0)))
                .containsExactlyInAnyOrder(
                        "forkline.plans", "forkline.reports", "forkline.verdicts", "forkline.controls");
        assertThat(stores(steps.get(0))).isEqualTo(catalogue(Keying.JOB));
        assertThat(topics(steps.get(1))).containsExactly("forkline.budget-events");
        assertThat(stores(steps.get(1))).isEqualTo(catalogue(Keying.TENANT));
    }

    /** Its description is in the resources. What this made is in {@code target/topology.txt}, to be stored when the change has been named. */
    @Test
    void topologyIsTheOneThatOperatorsKnow() throws Exception {
        String description = topology().describe().toString();
        Files.writeString(Path.of("target/topology.txt"), description);

        assertThat(description)
                .as(
                        "a changed topology changes every deployment: name it in docs/operations.md, and store its description")
                .isEqualTo(Files.readString(Path.of("src/test/resources/topology.txt")));
    }

    private static Topology topology() {
        ClusterConnection connection =
                new ClusterConnection("unused:1", "mock://join-topology", Map.of(), TopicLayout.DEFAULT, Map.of());
        return JoinTopology.of(
                connection, connection.openRegistry(), JoinConfig.DEFAULT, LeadBudget.NONE, Meters.NONE, Tracing.OFF);
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
        return StreamsApplication.AGGREGATOR.stores().stream()
                .filter(store -> store.keying() == keying)
                .map(StreamsApplication.Store::name)
                .collect(Collectors.toSet());
    }
}
