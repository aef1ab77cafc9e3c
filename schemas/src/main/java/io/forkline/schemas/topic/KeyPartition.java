package io.forkline.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Where Kafka's Java clients put a key, Kafka Streams among them. Other clients may put it elsewhere. */
public final class KeyPartition {

    private KeyPartition() {}

    /** The partition of a key in a topic of so many partitions. */
    public static int of(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
