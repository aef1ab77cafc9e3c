package io.forkline.producer;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.testsupport.Await;
import io.forkline.testsupport.TestBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics of their own for one test, and the settings a client needs to find them. */
record Deployment(TestBroker broker, Map<String, String> settings) {

    static final int PARTITIONS = 3;

    /** One with the topics that a client touches. */
    static Deployment create(TestBroker broker) {
        return create(broker, "LogAppendTime");
    }

    /** One whose records keep the timestamps that their producers gave them. */
    static Deployment createWithTimestampsOfProducers(TestBroker broker) {
        return create(broker, "CreateTime");
    }

    private static Deployment create(TestBroker broker, String timestamps) {
        Deployment deployment = missing(broker);
        TopicLayout layout = deployment.connection().layout();
        List<NewTopic> topics = Stream.of(
                        ForklineTopic.JOBS, ForklineTopic.TARGETS, ForklineTopic.RESULTS, ForklineTopic.CONTROLS)
                .map(topic -> new NewTopic(layout.name(topic), layout.jobPartitions(), (short) 1)
                        .configs(Map.of("message.timestamp.type", timestamps)))
                .toList();
        broker.admin().createTopics(topics);
        Await.until("the topics are there", () -> topics.stream().allMatch(topic -> isThere(broker, topic.name())));
        return deployment;
    }

    private static boolean isThere(TestBroker broker, String topic) {
        try {
            return !broker.admin()
                    .describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .isEmpty();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One whose topics nobody has created. */
    static Deployment missing(TestBroker broker) {
        String prefix = broker.uniqueName("deployment") + ".";
        return new Deployment(
                broker,
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "schema.registry.url",
                        "mock://" + prefix,
                        "topics.prefix",
                        prefix,
                        "topics.partitions.jobs",
                        Integer.toString(PARTITIONS),
                        "topics.replication.factor",
                        "1"));
    }

    ClusterConnection connection() {
        return connection(Map.of());
    }

    ClusterConnection connection(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return ClusterConnection.from(Settings.of(all));
    }
}
