package io.forkline.schemas.topic;

import java.util.List;

/** The Streams applications and their state stores, each of which has a changelog topic. */
public enum StreamsApplication {
    PLANNER(
            "planner",
            List.of(
                    new Store("known-jobs", Keying.JOB),
                    new Store("known-jobs-by-age", Keying.JOB),
                    new Store("environments", Keying.ENVIRONMENT),
                    new Store("runs", Keying.ENVIRONMENT),
                    new Store("waiting-runs", Keying.ENVIRONMENT),
                    new Store("tasks", Keying.ENVIRONMENT),
                    new Store("task-window", Keying.ENVIRONMENT),
                    new Store("task-queue", Keying.ENVIRONMENT),
                    new Store("task-turns", Keying.ENVIRONMENT),
                    new Store("task-tenants", Keying.ENVIRONMENT),
                    new Store("due", Keying.ENVIRONMENT))),
    AGGREGATOR(
            "aggregator",
            List.of(
                    new Store("runs", Keying.JOB),
                    new Store("run-plans", Keying.JOB),
                    new Store("run-reports", Keying.JOB),
                    new Store("deadlines", Keying.JOB),
                    new Store("budgets", Keying.TENANT),
                    new Store("budget-calls", Keying.TENANT)));

    private final String suffix;
    private final List<Store> stores;

    StreamsApplication(String suffix, List<Store> stores) {
        this.suffix = suffix;
        this.stores = stores;
    }

    /** Its application id behind the prefix. */
    public String suffix() {
        return suffix;
    }

    public List<Store> stores() {
        return stores;
    }

    /**
     * A state store.
     *
     * @param name its name within the application
     * @param keying says how many partitions its changelog has
     */
    public record Store(String name, Keying keying) {}
}
