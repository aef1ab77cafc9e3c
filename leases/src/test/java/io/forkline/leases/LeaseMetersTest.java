package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.telemetry.metrics.PrometheusMeters;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseMetersTest {

    private final PrometheusMeters meters = new PrometheusMeters(10);
    private final LeaseMeters tasks =
            new LeaseMeters(meters, new TaskSource("g.testers", "g.tasks", "g.dead-letters", "testers", 5));

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void whatCanGoWrongIsShownBeforeItDoes() {
        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_lost_locks_total{worker=\"testers\"} 0.0",
                        "forkline_redeliveries_total{worker=\"testers\"} 0.0",
                        "forkline_tasks_total{ending=\"broken\",worker=\"testers\"} 0.0",
                        "forkline_dead_letters_total{cause=\"UNREADABLE\",component=\"testers\",topic=\"g.tasks\"} 0.0");
    }

    @Test
    void taskIsInHandUntilItsSlotLetsGoOfIt() {
        tasks.show(2, List.of());
        tasks.taken(delivery(1));
        String held = meters.scrape();

        tasks.ended(LeaseMeters.End.PUBLISHED);

        assertThat(held.lines())
                .contains("forkline_tasks_in_hand{worker=\"testers\"} 1.0", "forkline_slots{worker=\"testers\"} 2.0");
        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_tasks_in_hand{worker=\"testers\"} 0.0",
                        "forkline_tasks_total{ending=\"published\",worker=\"testers\"} 1.0",
                        "forkline_redeliveries_total{worker=\"testers\"} 0.0");
    }

    @Test
    void redeliveriesAndLostLocksAreCounted() {
        tasks.taken(delivery(2));

        tasks.ended(LeaseMeters.End.LOST);

        assertThat(meters.scrape().lines())
                .contains(
                        "forkline_redeliveries_total{worker=\"testers\"} 1.0",
                        "forkline_lost_locks_total{worker=\"testers\"} 1.0",
                        "forkline_tasks_total{ending=\"lost\",worker=\"testers\"} 1.0");
    }

    private static Delivery delivery(int count) {
        return new Delivery("g.tasks", 0, 7, count, Instant.EPOCH, new RecordHeaders());
    }
}
