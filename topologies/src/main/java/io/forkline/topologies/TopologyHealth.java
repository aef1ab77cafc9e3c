package io.forkline.topologies;

import io.forkline.schemas.health.Condition;
import io.forkline.schemas.health.Contact;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Tells how a topology is by what its threads do. Kafka's own state is no help there: an application whose thread hangs stays RUNNING.
 *
 * @param longestSilence a thread that has not asked for records for so long hangs
 * @param longestAbsence a thread that has sent no heartbeat for so long has lost its brokers
 */
record TopologyHealth(Duration longestSilence, Duration longestAbsence) {

    /** Far longer than a batch of records takes, far shorter than the brokers wait before they give its partitions to others. */
    static final TopologyHealth DEFAULT = new TopologyHealth(Duration.ofSeconds(30), Contact.LOST);

    /**
     * @param failure why it stopped by itself
     * @param state what Kafka says of it
     * @param passing the passing failure that it has not got over yet
     */
    Condition condition(
            Optional<Throwable> failure,
            KafkaStreams.State state,
            Optional<String> passing,
            Map<MetricName, ? extends Metric> metrics) {
        if (failure.isPresent()) {
            return new Condition.Stuck("it stopped: " + failure.get().getMessage());
        }
        if (passing.isPresent()) {
            return new Condition.Waiting("begins again after a passing failure: " + passing.get());
        }
        return switch (state) {
            case CREATED -> new Condition.Waiting("it has not been started");
            case REBALANCING -> new Condition.Waiting("it takes over partitions, and restores their state");
            case RUNNING -> running(threads(metrics));
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> new Condition.Stuck("it is closed");
        };
    }

    private Condition running(Map<MetricName, ? extends Metric> threads) {
        Duration silence = Contact.sincePoll(threads).orElse(Duration.ZERO);
        Duration contact = Contact.sinceHeartbeat(threads).orElse(Duration.ZERO);
        if (silence.compareTo(longestSilence) > 0) {
            return new Condition.Stuck("a stream thread has not asked for records for " + silence.toSeconds() + " s");
        }
        if (contact.compareTo(longestAbsence) > 0) {
            return new Condition.Waiting(
                    "the brokers, which it has not been in contact with for " + contact.toSeconds() + " s");
        }
        return new Condition.Working();
    }

    /** Of the consumers that are members of the group. */
    private static Map<MetricName, Metric> threads(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .filter(metric ->
                        metric.getKey().tags().getOrDefault("client-id", "").matches(".*-StreamThread-[0-9]+-consumer"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
