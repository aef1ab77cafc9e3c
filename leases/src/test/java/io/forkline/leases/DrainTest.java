package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrainTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Drain drain = new Drain(nanos::get);

    @Test
    void drainThatHasNotBegunIsNeverOver() {
        nanos.addAndGet(Duration.ofDays(2).toNanos());

        assertThat(drain.hasBegun()).isFalse();
        assertThat(drain.isOver()).isFalse();
        assertThat(drain.left()).isPositive();
    }

    @Test
    void drainIsOverWhenItsTimeIs() {
        drain.begin(Duration.ofSeconds(10));
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());

        assertThat(drain.left()).isEqualTo(Duration.ofSeconds(6));
        assertThat(drain.isOver()).isFalse();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(drain.isOver()).isTrue();
        assertThat(drain.left()).isZero();
    }

    @Test
    void secondBeginningShortensAndNeverProlongs() {
        drain.begin(Duration.ofSeconds(10));

        drain.begin(Duration.ofSeconds(20));
        assertThat(drain.left()).isEqualTo(Duration.ofSeconds(10));
        drain.begin(Duration.ofSeconds(1));
        assertThat(drain.left()).isEqualTo(Duration.ofSeconds(1));
    }
}
