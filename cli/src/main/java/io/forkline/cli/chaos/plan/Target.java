package io.forkline.cli.chaos.plan;

import java.util.Arrays;
import java.util.List;

/** A process that can be killed. */
public enum Target {
    BROKER("broker"),
    SNAPSHOT_SERVICE("snapshot-service"),
    FORK_WORKER_1("fork-worker-1"),
    FORK_WORKER_2("fork-worker-2"),
    AGGREGATOR("aggregator");

    private final String label;

    Target(String label) {
        this.label = label;
    }

    /** What people call it. */
    public String label() {
        return label;
    }

    public boolean isService() {
        return this != BROKER;
    }

    /** Whether it has forks. */
    public boolean hasForks() {
        return this != BROKER && this != AGGREGATOR;
    }

    public static List<Target> services() {
        return Arrays.stream(values()).filter(Target::isService).toList();
    }
}
