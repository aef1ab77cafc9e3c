package io.forkline.topologies;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.StreamsApplication;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka properties of a topology. */
final class StreamsProperties {

    private static final int SESSION_TIMEOUT_MS = 6_000;
    private static final int HEARTBEAT_INTERVAL_MS = 1_500;
    /**
     * The broker answers as soon as there is a record. Shorter waits only cost processor time while nothing comes; longer ones hold
     * up a topology that closes.
     */
    private static final int FETCH_MAX_WAIT_MS = 200;

    private StreamsProperties() {}

    static Properties of(
            ClusterConnection connection, StreamsApplication application, TopologyConfig config, StateMemory memory) {
        Properties properties = new Properties();
        properties.putAll(connection.kafkaProperties());
        properties.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                connection.layout().name(application),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.STATE_DIR_CONFIG,
                config.stateDirectory().toString(),
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                config.commitInterval().toMillis(),
                StreamsConfig.POLL_MS_CONFIG,
                config.commitInterval().toMillis(),
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                0L,
                StreamsConfig.REPLICATION_FACTOR_CONFIG,
                (int) connection.layout().replicationFactor(),
                // A stray record is republished in the transaction that read it, so no consumer may skip ahead.
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
                "earliest"));
        properties.putAll(Map.of(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_TIMEOUT_MS,
                StreamsConfig.GROUP_PROTOCOL_CONFIG,
                "classic",
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                HEARTBEAT_INTERVAL_MS,
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(config.transactionTimeout().toMillis()),
                StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG),
                Math.toIntExact(config.transactionTimeout().toMillis()),
                StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
                Math.toIntExact(config.transactionTimeout().dividedBy(2).toMillis()),
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                0,
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                ForklineTopic.DEAD_LETTERS.maxMessageBytes(),
                StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                FETCH_MAX_WAIT_MS));
        properties.putAll(Map.of(
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                SharesStateMemory.class,
                SharesStateMemory.MEMORY,
                memory));
        config.instanceId()
                .ifPresent(id ->
                        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id));
        return properties;
    }
}
