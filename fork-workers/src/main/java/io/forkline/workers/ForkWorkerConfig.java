package io.forkline.workers;

import io.forkline.leases.LeaseConfig;
import io.forkline.schemas.settings.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * How a fork worker works. Keys: {@code worker.slots}, {@code worker.drain}, {@code worker.retry.first}, {@code
 * worker.retry.most}, {@code worker.secrets.dir}.
 *
 * @param lease tasks at a time, and how a closing worker lets go of them
 * @param firstRetry the longest pause before a task that met a passing failure goes out again the first time
 * @param longestRetry the longest pause before any later time
 * @param secrets where the values of an environment's secrets are
 */
public record ForkWorkerConfig(LeaseConfig lease, Duration firstRetry, Duration longestRetry, SecretSource secrets) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** 8 slots, 5 s to drain, retries after 1 s to 30 s, no secrets. */
    public static final ForkWorkerConfig DEFAULT = new ForkWorkerConfig(
            new LeaseConfig(8, Duration.ofSeconds(5)),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            SecretSource.NONE);

    public ForkWorkerConfig {
        if (firstRetry.compareTo(SHORTEST) < 0 || longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("the pauses before retries are at least " + SHORTEST.toMillis()
                    + "ms and do not shrink, these are " + firstRetry + " and " + longestRetry);
        }
    }

    /**
     * Takes its keys from the settings.
     *
     * @param environment the variables of the process, of which the secrets are taken
     */
    public static ForkWorkerConfig from(Settings settings, Map<String, String> environment) {
        Duration first = settings.duration("worker.retry.first", DEFAULT.firstRetry, SHORTEST, LONGEST);
        Duration most = first.compareTo(DEFAULT.longestRetry) > 0 ? first : DEFAULT.longestRetry;
        return new ForkWorkerConfig(
                LeaseConfig.from(settings, "worker", DEFAULT.lease),
                first,
                settings.duration("worker.retry.most", most, first, LONGEST),
                SecretSource.from(settings, environment));
    }
}
