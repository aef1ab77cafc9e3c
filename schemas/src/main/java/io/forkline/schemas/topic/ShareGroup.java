package io.forkline.schemas.topic;

import java.util.Map;

/** The share groups: who takes the tasks. */
public enum ShareGroup {
    SNAPSHOT_BUILDERS("snapshot-builders", ForklineTopic.SNAPSHOT_REQUESTS),
    FORK_WORKERS("fork-workers", ForklineTopic.FORK_TASKS),
    LEAD_WORKERS("lead-workers", ForklineTopic.LEAD_TASKS);

    /** Deliveries after which the broker gives a task up; the last one is answered without running it. */
    public static final int MAX_DELIVERIES = 5;

    /** How long a worker holds a task before it must renew; milliseconds. */
    public static final int LOCK_MS = 30_000;

    private final String suffix;
    private final ForklineTopic topic;

    ShareGroup(String suffix, ForklineTopic topic) {
        this.suffix = suffix;
        this.topic = topic;
    }

    /** Its name behind the prefix. */
    public String suffix() {
        return suffix;
    }

    /** Where its tasks are. */
    public ForklineTopic topic() {
        return topic;
    }

    /** Its configuration on the broker, by Kafka's names (KIP-932). */
    static Map<String, String> configuration() {
        return Map.of(
                "share.auto.offset.reset",
                "earliest",
                "share.isolation.level",
                "read_committed",
                "share.record.lock.duration.ms",
                Integer.toString(LOCK_MS),
                "share.delivery.count.limit",
                Integer.toString(MAX_DELIVERIES));
    }
}
