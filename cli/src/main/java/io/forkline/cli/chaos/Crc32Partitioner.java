package io.forkline.cli.chaos;

import java.util.Map;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;

/** Chooses partitions as librdkafka does, and with it clients in most languages but Java. Kafka makes one by its name. */
public final class Crc32Partitioner implements Partitioner {

    /** Kafka's clients want one without arguments. */
    public Crc32Partitioner() {}

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        CRC32 crc = new CRC32();
        crc.update(keyBytes);
        return (int) (crc.getValue() % cluster.partitionCountForTopic(topic));
    }

    @Override
    public void configure(Map<String, ?> properties) {}

    @Override
    public void close() {}
}
