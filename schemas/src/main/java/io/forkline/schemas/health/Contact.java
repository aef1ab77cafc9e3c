package io.forkline.schemas.health;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether group members are heard. A consumer whose brokers are away polls on and returns nothing, as one with nothing to do; but it sends
 * no heartbeat, or gets none answered and then sends no other.
 */
public final class Contact {

    /** Heartbeats go out every few seconds; a member that sent none for so long is out of its group, or about to be. */
    public static final Duration LOST = Duration.ofSeconds(15);

    private Contact() {}

    /**
     * How long ago the last heartbeat was sent, by the most silent of the consumers whose metrics these are. In whole seconds. Empty while none
     * has sent any.
     */
    public static Optional<Duration> sinceHeartbeat(Map<MetricName, ? extends Metric> metrics) {
        return secondsOf(metrics, "last-heartbeat-seconds-ago").max(Duration::compareTo);
    }

    /** How long ago the application last asked for records, by the most silent of these consumers; empty while none has asked. */
    public static Optional<Duration> sincePoll(Map<MetricName, ? extends Metric> metrics) {
        return secondsOf(metrics, "last-poll-seconds-ago").max(Duration::compareTo);
    }

    private static Stream<Duration> secondsOf(Map<MetricName, ? extends Metric> metrics, String name) {
        return metrics.values().stream()
                .filter(metric -> metric.metricName().name().equals(name))
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .map(value -> ((Number) value).longValue())
                .filter(seconds -> seconds >= 0)
                .map(Duration::ofSeconds);
    }
}
