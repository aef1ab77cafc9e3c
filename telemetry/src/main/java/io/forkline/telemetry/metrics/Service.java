package io.forkline.telemetry.metrics;

/** A service that serves metrics; {@code up} serves those of all. */
public enum Service {
    SNAPSHOT_SERVICE("snapshot-service"),
    FORK_WORKER("fork-worker"),
    AGGREGATOR("aggregator");

    private final String text;

    Service(String text) {
        this.text = text;
    }

    /** The command that runs it. */
    public String text() {
        return text;
    }
}
