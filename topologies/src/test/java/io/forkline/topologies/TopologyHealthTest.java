package io.forkline.topologies;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.health.Condition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

class TopologyHealthTest {

    private static final Optional<Throwable> NO_FAILURE = Optional.empty();
    private static final Optional<String> NOTHING_PASSING = Optional.empty();

    private final TopologyHealth health = new TopologyHealth(Duration.ofSeconds(30), Duration.ofSeconds(15));

    @Test
    void whatStoppedItIsTheFirstThingToKnow() {
        assertThat(health.condition(
                        Optional.of(new IllegalStateException("an assumption broke")),
                        KafkaStreams.State.ERROR,
                        Optional.of("the registry is away"),
                        Map.of()))
                .isEqualTo(new Condition.Stuck("it stopped: an assumption broke"));
    }

    @Test
    void passingFailureIsWaitedForThoughItsThreadIsSilent() {
        assertThat(health.condition(
                        NO_FAILURE,
                        KafkaStreams.State.RUNNING,
                        Optional.of("the registry is away"),
                        thread("last-poll-seconds-ago", 60.0)))
                .isEqualTo(new Condition.Waiting("begins again after a passing failure: the registry is away"));
    }

    @Test
    void silentThreadIsStuck() {
        assertThat(running(thread("last-poll-seconds-ago", 30.0))).isEqualTo(new Condition.Working());
        assertThat(running(thread("last-poll-seconds-ago", 31.0)))
                .isEqualTo(new Condition.Stuck("a stream thread has not asked for records for 31 s"));
    }

    @Test
    void threadWhoseHeartbeatIsOldWaitsForTheBrokers() {
        assertThat(running(thread("last-heartbeat-seconds-ago", 15.0))).isEqualTo(new Condition.Working());
        assertThat(running(thread("last-heartbeat-seconds-ago", 16.0)))
                .isEqualTo(new Condition.Waiting("the brokers, which it has not been in contact with for 16 s"));
    }

    @Test
    void consumerThatIsNoMemberOfTheGroupIsOfNoAccount() {
        assertThat(running(metric("app-StreamThread-1-restore-consumer", "last-poll-seconds-ago", 500.0)))
                .isEqualTo(new Condition.Working());
        assertThat(running(thread("last-poll-seconds-ago", -1.0))).isEqualTo(new Condition.Working());
    }

    private Condition running(Map<MetricName, Metric> metrics) {
        return health.condition(NO_FAILURE, KafkaStreams.State.RUNNING, NOTHING_PASSING, metrics);
    }

    private static Map<MetricName, Metric> thread(String name, double value) {
        return metric("forkline.planner-1-StreamThread-1-consumer", name, value);
    }

    private static Map<MetricName, Metric> metric(String client, String name, double value) {
        MetricName metric = new MetricName(name, "group", "", Map.of("client-id", client));
        return Map.of(metric, new Metric() {
            @Override
            public MetricName metricName() {
                return metric;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
