package io.forkline.snapshots.scheduling;

import io.forkline.schemas.settings.PerTenant;
import io.forkline.schemas.settings.Settings;
import java.time.Duration;

/**
 * How tasks and snapshot requests are issued. Keys: {@code planner.window}, {@code planner.tenant.window} and {@code
 * planner.tenant.window.NAME}, {@code planner.task.attempts}, {@code planner.task.backoff}, {@code planner.snapshot.attempts}, {@code planner.snapshot.backoff}, {@code planner.snapshot.pause},
 * {@code planner.slice}.
 *
 * @param window open tasks per partition; well under the broker's limit of locks in a share partition (2,000)
 * @param tenantWindow open tasks per partition of one tenant; where it has no limit, the window is its limit
 * @param taskAttempts how often a task is issued before the planner reports it failed
 * @param taskBackoff until a task that failed for a passing reason is issued again, where its report does not say
 * @param snapshotAttempts how often a snapshot is asked for before the runs that wait are rejected
 * @param snapshotBackoff until it is asked for again after a passing failure; doubles with each attempt, with jitter
 * @param snapshotPause after a rejection, until the next run asks again
 * @param slice waiting runs that are released or rejected at a time
 */
public record SchedulingConfig(
        int window,
        PerTenant tenantWindow,
        int taskAttempts,
        Duration taskBackoff,
        int snapshotAttempts,
        Duration snapshotBackoff,
        Duration snapshotPause,
        int slice) {

    public static final SchedulingConfig DEFAULT = new SchedulingConfig(
            200, PerTenant.NONE, 3, Duration.ofSeconds(1), 5, Duration.ofSeconds(5), Duration.ofSeconds(30), 50);

    private static final int MOST_OPEN = 1_500;

    /** Takes its keys from the settings. */
    public static SchedulingConfig from(Settings settings) {
        return new SchedulingConfig(
                settings.integer("planner.window", DEFAULT.window, 1, MOST_OPEN),
                PerTenant.from(settings, "planner.tenant.window", 1, MOST_OPEN),
                settings.integer("planner.task.attempts", DEFAULT.taskAttempts, 1, 100),
                settings.duration(
                        "planner.task.backoff", DEFAULT.taskBackoff, Duration.ofMillis(1), Duration.ofHours(1)),
                settings.integer("planner.snapshot.attempts", DEFAULT.snapshotAttempts, 1, 100),
                settings.duration(
                        "planner.snapshot.backoff", DEFAULT.snapshotBackoff, Duration.ofMillis(1), Duration.ofHours(1)),
                settings.duration(
                        "planner.snapshot.pause", DEFAULT.snapshotPause, Duration.ofMillis(1), Duration.ofHours(1)),
                settings.integer("planner.slice", DEFAULT.slice, 1, 10_000));
    }
}
