package io.forkline.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicApplierIT {

    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void open(@TempDir Path directory) {
        broker = new EmbeddedBroker(BrokerConfig.ephemeral(directory.resolve("broker"))).start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @Test
    void firstTimeEveryTopicIsCreatedAndEveryShareGroupConfigured() throws Exception {
        TopicLayout layout = layout("first.", 3);

        List<Change> changes = new TopicApplier(admin, layout).apply();

        assertThat(changes)
                .filteredOn(Change.Created.class::isInstance)
                .extracting(Change::name)
                .containsExactlyElementsOf(
                        TopicPlan.all(layout).stream().map(TopicPlan::name).toList());
        assertThat(changes)
                .contains(
                        new Change.Created("first.jobs", 3),
                        new Change.Created("first.dead-letters", 1),
                        new Change.Configured(
                                "first.fork-workers", "share.isolation.level", "read_uncommitted", "read_committed"));
    }

    @Test
    void whatWasAppliedIsWhatTheBrokerHas() throws Exception {
        TopicLayout layout = layout("has.", 2);

        new TopicApplier(admin, layout).apply();

        assertThat(config(ConfigResource.Type.TOPIC, "has.jobs"))
                .returns("LogAppendTime", config -> value(config, "message.timestamp.type"))
                .returns("delete", config -> value(config, "cleanup.policy"))
                .returns("604800000", config -> value(config, "retention.ms"))
                .returns("3600000", config -> value(config, "segment.ms"));
        assertThat(config(ConfigResource.Type.TOPIC, "has.snapshots"))
                .returns("compact", config -> value(config, "cleanup.policy"));
        assertThat(config(ConfigResource.Type.TOPIC, "has.results"))
                .returns("8388608", config -> value(config, "max.message.bytes"));
        for (ShareGroup group : ShareGroup.values()) {
            assertThat(config(ConfigResource.Type.GROUP, layout.name(group)))
                    .returns("read_committed", config -> value(config, "share.isolation.level"))
                    .returns("earliest", config -> value(config, "share.auto.offset.reset"))
                    .returns("30000", config -> value(config, "share.record.lock.duration.ms"))
                    .returns("5", config -> value(config, "share.delivery.count.limit"));
        }
    }

    @Test
    void secondTimeNothingIsChanged() throws Exception {
        TopicApplier applier = new TopicApplier(admin, layout("twice.", 1));
        applier.apply();

        assertThat(applier.apply()).isNotEmpty().allMatch(Change.Unchanged.class::isInstance);
    }

    @Test
    void settingThatSomebodyChangedIsSetBackAndNamed() throws Exception {
        TopicApplier applier = new TopicApplier(admin, layout("drift.", 1));
        applier.apply();
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, "drift.jobs"),
                        List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "60000"), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        awaitRetention("drift.jobs", "60000");

        assertThat(applier.apply())
                .filteredOn(change -> !(change instanceof Change.Unchanged))
                .containsExactly(new Change.Configured("drift.jobs", "retention.ms", "60000", "604800000"));
    }

    @Test
    void otherNumberOfPartitionsIsRefusedWithTheRemedyBeforeAnythingIsCreated() throws Exception {
        new TopicApplier(admin, layout("cut.", 1)).apply();
        admin.deleteTopics(List.of("cut.results")).all().get();

        assertThatThrownBy(() -> new TopicApplier(admin, layout("cut.", 2)).apply())
                .isInstanceOf(TopicsException.class)
                .hasMessageContaining("cut.jobs has 1 partitions, not 2")
                .hasMessageContaining("topics.partitions.*");
        assertThat(admin.listTopics().names().get()).contains("cut.jobs").doesNotContain("cut.results");
    }

    @Test
    void missingTopicsAreNamedWithTheRemedy() {
        assertThatThrownBy(() -> new TopicApplier(admin, layout("none.", 1)).verify())
                .isInstanceOf(TopicsException.class)
                .hasMessageContaining("none.jobs is missing")
                .hasMessageContaining("forkline topics create");
    }

    @Test
    void checkSaysWhatWouldBeDoneAndWhatCannotAndChangesNothing() throws Exception {
        TopicInspector inspector = new TopicInspector(admin, layout("looked.", 2));
        List<Change> atFirst = inspector.check();
        List<Change> again = inspector.check();

        new TopicApplier(admin, layout("looked.", 1)).apply();
        List<Change> cutOtherwise = inspector.check();

        assertThat(again).isEqualTo(atFirst);
        assertThat(atFirst).contains(new Change.Created("looked.jobs", 2));
        assertThat(cutOtherwise)
                .contains(new Change.Fixed("looked.jobs", "partitions", 1, 2), new Change.Unchanged("looked.snapshots"))
                .noneMatch(Change.Created.class::isInstance);
        assertThat(new TopicInspector(admin, layout("looked.", 1)).check())
                .isNotEmpty()
                .allMatch(Change.Unchanged.class::isInstance);
    }

    private static void awaitRetention(String topic, String expected) throws Exception {
        long start = System.nanoTime();
        while (!value(config(ConfigResource.Type.TOPIC, topic), "retention.ms").equals(expected)) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }

    private static TopicLayout layout(String prefix, int jobPartitions) {
        return new TopicLayout(prefix, jobPartitions, 1, 1, (short) 1);
    }

    private static Config config(ConfigResource.Type type, String name)
            throws InterruptedException, ExecutionException {
        ConfigResource resource = new ConfigResource(type, name);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }

    private static String value(Config config, String key) {
        return config.get(key).value();
    }
}
