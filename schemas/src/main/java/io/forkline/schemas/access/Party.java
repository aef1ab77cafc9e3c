package io.forkline.schemas.access;

/** Those who talk to a cluster, each of which can have a principal of its own. */
public enum Party {
    SNAPSHOT_SERVICE("snapshot-service", "planner and snapshot builder"),
    FORK_WORKER("fork-worker", "fork workers"),
    AGGREGATOR("aggregator", "aggregator and lead worker"),
    PRODUCER("producer", "`submit`, and programs that publish jobs, cancel them and wait for their results"),
    CONSUMER("consumer", "`results`, and programs that read results"),
    OPERATOR("operator", "`jobs`, `cancel`, `replay`, `dead-letters`, `snapshots inspect`"),
    TOPIC_OWNER("topic-owner", "`topics create` and `topics check`");

    private final String label;
    private final String what;

    Party(String label, String what) {
        this.label = label;
        this.what = what;
    }

    /** As people write it. */
    public String label() {
        return label;
    }

    /** What it is, with names of commands in backticks. */
    public String what() {
        return what;
    }
}
