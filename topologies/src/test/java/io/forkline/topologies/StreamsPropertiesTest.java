package io.forkline.topologies;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.ByteSize;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.schemas.topic.TopicLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsPropertiesTest {

    private static final ClusterConnection CONNECTION = new ClusterConnection(
            "nowhere:9092", "mock://streams-properties", Map.of(), TopicLayout.single("t."), Map.of());

    @TempDir
    private Path state;

    @Test
    void storesOfATopologyShareTheMemory() {
        TopologyConfig config = TopologyConfig.in(state);
        try (StateMemory memory = new StateMemory(config.stateMemory())) {
            Properties properties = StreamsProperties.of(CONNECTION, StreamsApplication.PLANNER, config, memory);
            try (TopologyTestDriver driver = new TopologyTestDriver(keeping("one", "other"), properties)) {
                driver.getKeyValueStore("one").put("key", new byte[1024]);

                assertThat(values(driver, "block-cache-capacity"))
                        .containsExactly(
                                ByteSize.ofMiB(128).bytes(), ByteSize.ofMiB(128).bytes());
                assertThat(values(driver, "block-cache-usage")).containsExactly(memory.usedBytes(), memory.usedBytes());
            }
        }
    }

    /** What Kafka tells of each store. */
    private static List<Long> values(TopologyTestDriver driver, String metric) {
        return driver.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(metric))
                .map(entry -> ((Number) entry.getValue().metricValue()).longValue())
                .toList();
    }

    private static Topology keeping(String... stores) {
        Topology topology = new Topology()
                .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in")
                .addProcessor(
                        "keeping",
                        () -> new ContextualProcessor<byte[], byte[], byte[], byte[]>() {
                            @Override
                            public void process(Record<byte[], byte[]> record) {}
                        },
                        "in");
        for (String store : stores) {
            topology.addStateStore(
                    Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(store), Serdes.String(), Serdes.ByteArray()),
                    "keeping");
        }
        return topology;
    }
}
