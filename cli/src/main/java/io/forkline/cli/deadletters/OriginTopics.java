package io.forkline.cli.deadletters;

import io.forkline.cli.CommandException;
import io.forkline.schemas.access.Refusals;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Which of the topics of a deployment are there. */
final class OriginTopics {

    private OriginTopics() {}

    /** Their names, and how many partitions each has. */
    static Map<String, Integer> partitions(ClusterConnection connection) throws InterruptedException {
        List<String> names = Arrays.stream(ForklineTopic.values())
                .map(connection.layout()::name)
                .toList();
        Map<String, Integer> partitions = new HashMap<>();
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                    admin.describeTopics(names).topicNameValues().entrySet()) {
                partitions.putAll(partitions(topic.getKey(), topic.getValue()));
            }
        }
        return partitions;
    }

    private static Map<String, Integer> partitions(String name, KafkaFuture<TopicDescription> asked)
            throws InterruptedException {
        try {
            return Map.of(name, asked.get().partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Map.of();
            }
            throw CommandException.failed(
                    "the topic " + name + " cannot be looked at: "
                            + Refusals.sentence(e).orElse(e.getCause().getMessage()),
                    e.getCause());
        }
    }
}
