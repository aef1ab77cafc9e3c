package io.forkline.topologies;

import io.forkline.schemas.settings.ByteSize;
import io.forkline.schemas.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a topology runs. Keys, behind the prefix of the service: {@code state.dir}, {@code state.memory}, {@code
 * instance.id}, {@code commit.interval}, {@code transaction.timeout}.
 *
 * @param stateDirectory where its state stores are; keep it over restarts
 * @param stateMemory what all its state stores together take of memory, outside the heap
 * @param instanceId static member id, the same after a restart, so that a restart is not a rebalance; empty for none
 * @param commitInterval how often it commits, which each exactly-once hop waits for
 * @param transactionTimeout after which an abandoned transaction stops holding back readers
 */
public record TopologyConfig(
        Path stateDirectory,
        ByteSize stateMemory,
        Optional<String> instanceId,
        Duration commitInterval,
        Duration transactionTimeout) {

    private static final ByteSize STATE_MEMORY = ByteSize.ofMiB(128);
    private static final ByteSize LEAST_STATE_MEMORY = ByteSize.ofMiB(16);
    private static final ByteSize MOST_STATE_MEMORY = ByteSize.ofGiB(64);

    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(10);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    public TopologyConfig {
        if (stateMemory.compareTo(LEAST_STATE_MEMORY) < 0 || stateMemory.compareTo(MOST_STATE_MEMORY) > 0) {
            throw new IllegalArgumentException("the memory of the state is from " + LEAST_STATE_MEMORY + " to "
                    + MOST_STATE_MEMORY + ", this is " + stateMemory);
        }
        if (!commitInterval.isPositive() || !transactionTimeout.isPositive()) {
            throw new IllegalArgumentException("the commit interval and the transaction time-out are positive");
        }
    }

    /** The defaults, with the state in this directory. */
    public static TopologyConfig in(Path stateDirectory) {
        return new TopologyConfig(stateDirectory, STATE_MEMORY, Optional.empty(), COMMIT_INTERVAL, TRANSACTION_TIMEOUT);
    }

    /** Takes its keys from the settings; {@code prefix} ends with a dot. */
    public static TopologyConfig from(Settings settings, String prefix, Path defaultStateDirectory) {
        return new TopologyConfig(
                settings.text(prefix + "state.dir").map(Path::of).orElse(defaultStateDirectory),
                settings.size(prefix + "state.memory", STATE_MEMORY, LEAST_STATE_MEMORY, MOST_STATE_MEMORY),
                settings.text(prefix + "instance.id"),
                settings.duration(
                        prefix + "commit.interval", COMMIT_INTERVAL, Duration.ofMillis(1), Duration.ofSeconds(10)),
                settings.duration(
                        prefix + "transaction.timeout",
                        TRANSACTION_TIMEOUT,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(15)));
    }
}
