package io.forkline.aggregator.join;

import io.forkline.schemas.settings.Settings;
import java.time.Duration;

/**
 * How runs are joined. Keys: {@code aggregator.tick}, {@code aggregator.retention}.
 *
 * @param tick how often the time index is looked at; a deadline is marked at most so much after it is over
 * @param retention how long a run is remembered whose result is out, or whose plan never came. Longer than records stay in
 *     the topics, so that no repetition gives a second result
 */
public record JoinConfig(Duration tick, Duration retention) {

    public static final JoinConfig DEFAULT = new JoinConfig(Duration.ofMillis(50), Duration.ofDays(8));

    private static final Duration SHORTEST_TICK = Duration.ofMillis(1);
    private static final Duration LONGEST_TICK = Duration.ofMinutes(1);
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(365);

    public JoinConfig {
        if (!tick.isPositive() || !retention.isPositive()) {
            throw new IllegalArgumentException("the tick and the retention are positive");
        }
    }

    /** Takes its keys from the settings. */
    public static JoinConfig from(Settings settings) {
        return new JoinConfig(
                settings.duration("aggregator.tick", DEFAULT.tick, SHORTEST_TICK, LONGEST_TICK),
                settings.duration("aggregator.retention", DEFAULT.retention, SHORTEST_RETENTION, LONGEST_RETENTION));
    }
}
