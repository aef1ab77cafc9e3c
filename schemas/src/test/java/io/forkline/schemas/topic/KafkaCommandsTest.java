package io.forkline.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KafkaCommandsTest {

    private static final TopicLayout LAYOUT = new TopicLayout("acme.", 6, 6, 1, (short) 3);

    private final KafkaCommands commands = new KafkaCommands(LAYOUT, "kafka:9092");

    @Test
    void missingTopicIsCreatedWithAllItsSettings() {
        assertThat(commands.of(List.of(new Change.Created("acme.plans", 6))))
                .containsExactly(
                        "kafka-topics.sh --bootstrap-server kafka:9092 --create --topic acme.plans --partitions 6"
                                + " --replication-factor 3 --config cleanup.policy=delete --config max.message.bytes=1048576"
                                + " --config message.timestamp.type=LogAppendTime --config retention.ms=604800000");
    }

    @Test
    void settingsOfOneTopicOrGroupAreOneCommand() {
        assertThat(commands.of(List.of(
                        new Change.Configured("acme.jobs", "retention.ms", "1", "2"),
                        new Change.Configured("acme.fork-workers", "b", "unset", "1"),
                        new Change.Configured("acme.fork-workers", "a", "unset", "1"))))
                .containsExactly(
                        "kafka-configs.sh --bootstrap-server kafka:9092 --alter --entity-type topics --entity-name"
                                + " acme.jobs --add-config retention.ms=2",
                        "kafka-configs.sh --bootstrap-server kafka:9092 --alter --entity-type groups --entity-name"
                                + " acme.fork-workers --add-config a=1,b=1");
    }

    @Test
    void replicationFactorThatIsTheBrokersIsNotSaid() {
        assertThat(new KafkaCommands(TopicLayout.DEFAULT, "kafka:9092")
                        .of(List.of(new Change.Created("forkline.jobs", 6))))
                .singleElement()
                .asString()
                .doesNotContain("replication-factor");
    }

    @Test
    void whatNoCommandMendsIsAComment() {
        assertThat(commands.of(
                        List.of(new Change.Fixed("acme.jobs", "partitions", 1, 6), new Change.Unchanged("acme.plans"))))
                .containsExactly(
                        "# the partitions of acme.jobs: 1, not 6; set topics.* to what is there, or have its owner change it");
    }
}
