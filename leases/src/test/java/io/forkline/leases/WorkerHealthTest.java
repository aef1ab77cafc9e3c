package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.health.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerHealthTest {

    private final WorkerHealth health = new WorkerHealth(Duration.ofMinutes(2));
    private final AtomicLong time = new AtomicLong();
    private final List<SlotPulse> slots = List.of(new SlotPulse(time::get), new SlotPulse(time::get));

    @Test
    void workerWithoutAMemberInItsGroupWaitsForTheBrokers() {
        assertThat(health.condition(slots, Optional.empty()))
                .isEqualTo(new Condition.Waiting("the brokers: no slot is a member of its share group"));
    }

    @Test
    void oneSlotThatDoesNotGoOnMakesTheWorkerStuck() {
        time.addAndGet(Duration.ofSeconds(121).toNanos());
        slots.getFirst().beat();

        assertThat(health.condition(slots, Optional.empty()))
                .isEqualTo(new Condition.Stuck("1 of 2 slots have not gone on for more than 120 s"));
    }

    @Test
    void workerSaysWhatBrokersRefuse() {
        assertThat(health.condition(slots, Optional.of("not allowed"))).isEqualTo(new Condition.Waiting("not allowed"));
    }
}
