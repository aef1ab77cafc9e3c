package io.forkline.leases;

import io.forkline.schemas.topic.ForklineTopic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Real clients, with what a lease depends on set here and the rest from the cluster's properties.
 *
 * @param cluster what every client of this process is configured with
 */
record KafkaClients(Map<String, Object> cluster, String groupId) implements Clients {

    KafkaClients {
        cluster = Map.copyOf(cluster);
    }

    @Override
    public ShareConsumer<byte[], byte[]> consumer(String name) {
        return new KafkaShareConsumer<>(
                consumerProperties(name), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Map<String, Object> consumerProperties(String name) {
        Map<String, Object> properties = new HashMap<>(cluster);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, name);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // The broker answers as soon as a record is committed. Shorter waits only cost processor time while
        // nothing comes; longer ones hold up a slot that closes.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return properties;
    }

    Map<String, Object> producerProperties() {
        Map<String, Object> properties = new HashMap<>(cluster);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, groupId + "-outcomes");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // What cannot be read goes to the dead letters whole, however large it was.
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ForklineTopic.DEAD_LETTERS.maxMessageBytes());
        // A task waits for its outcome: there is nothing to gather a batch from.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return properties;
    }
}
