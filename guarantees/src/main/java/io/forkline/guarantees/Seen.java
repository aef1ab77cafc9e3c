package io.forkline.guarantees;

/**
 * A record that was committed.
 *
 * @param partition of its topic
 * @param offset in the partition
 * @param key as text
 * @param value what it says
 */
public record Seen<T>(int partition, long offset, String key, T value) {

    /** For people. */
    String place() {
        return partition + "@" + offset;
    }
}
