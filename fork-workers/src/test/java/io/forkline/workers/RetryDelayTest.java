package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryDelayTest {

    private final RetryDelay delay = new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(7));

    @Test
    void pausesDoubleUpToTheLongestAndVaryByHalf() {
        for (int round = 0; round < 200; round++) {
            assertThat(delay.after(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
            assertThat(delay.after(3)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
            assertThat(delay.after(6)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
            assertThat(delay.after(Integer.MAX_VALUE)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
        }
        assertThat(delay.after(6)).isNotEqualTo(delay.after(6));
    }
}
