package io.forkline.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ManualClockTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void clockMovesOnlyWhenItIsMoved() {
        var clock = new ManualClock(NOON);
        var sameClockInDelhi = clock.withZone(ZoneId.of("Asia/Kolkata"));

        clock.advance(Duration.ofMinutes(5));

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(300));
        assertThat(sameClockInDelhi.instant()).isEqualTo(NOON.plusSeconds(300));
        assertThat(sameClockInDelhi.getZone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
        clock.set(NOON);
        assertThat(clock.millis()).isEqualTo(NOON.toEpochMilli());
    }
}
