package io.forkline.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SampledTest {

    @Test
    void piecesOfOneLookAreOfOneMoment() {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        Sampled<Integer> sampled = new Sampled<>(asked::incrementAndGet, Duration.ofNanos(10), now::get);
        int first = sampled.get();
        now.set(10);
        int second = sampled.get();
        now.set(11);

        int third = sampled.get();

        assertThat(first).isEqualTo(second).isEqualTo(1);
        assertThat(third).isEqualTo(2);
    }
}
