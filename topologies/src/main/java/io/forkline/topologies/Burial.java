package io.forkline.topologies;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes dead letters of the records of a topology, and counts them: once more than there are, where a transaction was given up.
 *
 * @param component name of the topology, for the letters
 */
public record Burial(String component, Meters meters) {

    /** Shows that nothing of a topic has been buried, where nothing has. */
    public void watch(String topic, String... causes) {
        for (String cause : causes) {
            meters.show(Metric.DEAD_LETTERS, component, topic, cause);
        }
    }

    /**
     * The record in hand, as the dead letters have it.
     *
     * @param cause for programs
     * @param why for people
     */
    public Record<byte[], byte[]> bury(
            Record<byte[], byte[]> record, ProcessingContext context, String cause, String why) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from a topic has an origin"));
        DeadLetter letter =
                new DeadLetter(cause, why, origin.topic(), origin.partition(), origin.offset(), 1, component);
        DeadLetter.Copy copy = letter.of(record.key(), record.value(), record.headers());
        meters.count(Metric.DEAD_LETTERS, component, origin.topic(), cause);
        return record.withKey(copy.key()).withValue(copy.value()).withHeaders(copy.headers());
    }
}
