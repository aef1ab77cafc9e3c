package io.forkline.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.Topic;

/**
 * The topic in which Kafka keeps the state of share groups. Kafka makes it when the first share group comes, and lets that
 * group wait for two seconds and more, as it looks again with growing pauses. So it is made at the broker's start, as Kafka
 * itself would make it.
 */
final class ShareState {

    private static final long PATIENCE_SECONDS = 30;

    private ShareState() {}

    static void prepare(String bootstrapServers, Seat seat) {
        var topic = new NewTopic(
                        Topic.SHARE_GROUP_STATE_TOPIC_NAME,
                        Optional.of(ServerProperties.INTERNAL_PARTITIONS),
                        Optional.of((short) seat.replicas()))
                .configs(configuration(seat));
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while the broker started", e);
        } catch (ExecutionException | TimeoutException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new BrokerException("the broker started and does not answer: " + e.getMessage(), e);
            }
        }
    }

    private static Map<String, String> configuration(Seat seat) {
        return Map.of(
                "cleanup.policy", "delete",
                "compression.type", "producer",
                "retention.ms", "-1",
                "segment.bytes", "104857600",
                "min.insync.replicas", Integer.toString(seat.inSync()));
    }
}
