package io.forkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterIT {

    @TempDir
    private Path temporary;

    @Test
    void recordIsTakenWhileALeaderIsGoneAndTheNodeComesBack() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(temporary.resolve("cluster"), 3);
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic("copied", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>("copied", new byte[1])).get();
            TopicPartitionInfo before = describe(admin, "copied");

            cluster.stop(before.leader().id());

            assertThat(producer.send(new ProducerRecord<>("copied", new byte[1]))
                            .get()
                            .offset())
                    .isEqualTo(1);
            assertThat(before.replicas()).hasSize(3);
            assertThat(describe(admin, "copied").leader()).isNotEqualTo(before.leader());
            assertThat(describe(admin, "__share_group_state").replicas()).hasSize(3);
            cluster.restart(before.leader().id());
            assertThat(cluster.nodes()).containsExactly(1, 2, 3);
        }
        assertThat(temporary.resolve("cluster")).doesNotExist();
    }

    private static TopicPartitionInfo describe(Admin admin, String topic)
            throws InterruptedException, ExecutionException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .getFirst();
    }
}
