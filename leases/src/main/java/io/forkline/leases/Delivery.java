package io.forkline.leases;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Which record a task came in, and how often it has come.
 *
 * @param count how often the broker has delivered the record, this time included; from 1
 * @param appendedAt when the broker took the record
 * @param headers the record's headers, such as {@code traceparent}
 */
public record Delivery(String topic, int partition, long offset, int count, Instant appendedAt, Headers headers) {

    static Delivery of(ConsumerRecord<byte[], byte[]> taken) {
        return new Delivery(
                taken.topic(),
                taken.partition(),
                taken.offset(),
                taken.deliveryCount().orElse((short) 1),
                Instant.ofEpochMilli(taken.timestamp()),
                taken.headers());
    }

    /** For logs and messages. */
    @Override
    public String toString() {
        return "topic=" + topic + " partition=" + partition + " offset=" + offset + " delivery=" + count;
    }
}
