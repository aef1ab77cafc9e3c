package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), new Random(7));

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(backoff.length(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.length(2)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(backoff.length(5)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_600));
        assertThat(backoff.length(6)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(backoff.length(1_000_000)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void pausesOfTheSameAttemptDiffer() {
        assertThat(backoff.length(6)).isNotEqualTo(backoff.length(6));
    }
}
