package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.testsupport.BrokerExtension;
import io.forkline.testsupport.Measurement;
import io.forkline.testsupport.NoThreadLeaks;
import io.forkline.testsupport.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a lease costs: from a task that is sent to its outcome at a consumer, with a handler that does nothing. */
@Timeout(90)
@ExtendWith({BrokerExtension.class, NoThreadLeaks.class})
class OneHopIT {

    private static final int WARM_UP = 100;
    private static final int MEASURED = 200;

    /** Far from the figure in the README, as the machine may be busy; as near as to show a poll that waits. */
    private static final Duration SLOWEST_MEDIAN = Duration.ofMillis(90);

    private static final Duration SLOWEST_FIRST_TASK = Duration.ofSeconds(15);

    private final Workbench bench;

    OneHopIT(TestBroker broker) {
        this.bench = new Workbench(broker, Duration.ofSeconds(30));
    }

    @AfterEach
    void closeClients() {
        bench.close();
    }

    @Test
    void firstTaskOfANewGroupArrivesWithinSeconds() {
        bench.send("task");

        long started = System.nanoTime();
        try (var worker = bench.worker(4, new RecordingHandler((task, delivery) -> bench.says(task)))) {
            worker.start();
            bench.awaitOutcomes(1);
        }

        var took = Duration.ofNanos(System.nanoTime() - started);
        new Measurement("first task of a new share group", List.of(took)).report();
        assertThat(took).isLessThan(SLOWEST_FIRST_TASK);
    }

    @Test
    void outcomeArrivesWithinMilliseconds() {
        List<Duration> hops = new ArrayList<>();
        try (var worker = bench.worker(1, new RecordingHandler((task, delivery) -> bench.says(task)))) {
            worker.start();
            for (int i = 1; i <= WARM_UP + MEASURED; i++) {
                long sent = System.nanoTime();
                bench.send("task");
                bench.awaitOutcomes(i);
                hops.add(Duration.ofNanos(System.nanoTime() - sent));
            }
        }

        var measurement = new Measurement("task to outcome", hops.subList(WARM_UP, hops.size())).report();
        assertThat(measurement.percentile(50)).isLessThan(SLOWEST_MEDIAN);
    }
}
