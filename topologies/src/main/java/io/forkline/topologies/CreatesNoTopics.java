package io.forkline.topologies;

import io.forkline.schemas.topic.TopicsException;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * The clients of a topology, which may do all but create a topic. Kafka Streams would create a changelog that somebody has deleted, empty and by its own
 * settings; whoever owns the topics is to hear of it instead.
 */
final class CreatesNoTopics extends DefaultKafkaClientSupplier {

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return new Guarded(config);
    }

    private static final class Guarded extends ForwardingAdmin {

        Guarded(Map<String, Object> config) {
            super(config);
        }

        @Override
        public CreateTopicsResult createTopics(Collection<NewTopic> topics, CreateTopicsOptions options) {
            throw new TopicsException("these topics are gone, and services create none: "
                    + topics.stream().map(NewTopic::name).sorted().collect(Collectors.joining(", "))
                    + ". Run `forkline topics create`; what was in a changelog is lost");
        }
    }
}
