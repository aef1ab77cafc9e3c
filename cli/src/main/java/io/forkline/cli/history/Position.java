package io.forkline.cli.history;

import java.time.Instant;

/**
 * Where a record lies in the log.
 *
 * @param at when the broker appended it
 */
public record Position(String topic, int partition, long offset, Instant at) {

    /** As people write it: topic, partition, offset. */
    @Override
    public String toString() {
        return topic + " " + partition + "@" + offset;
    }
}
