package io.forkline.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {

    private static final Instant NOW = Letters.AT.plus(Duration.ofHours(2));

    @Test
    void anIdATimeAndAnAgeAreBounds() {
        assertThat(Bound.parse("0-17", NOW)).contains(new Bound.AtLetter(new LetterId(0, 17)));
        assertThat(Bound.parse("2026-11-28T10:00:00Z", NOW)).contains(new Bound.AtTime(Letters.AT));
        assertThat(Bound.parse("2026-11-28T15:45:00+05:45", NOW)).contains(new Bound.AtTime(Letters.AT));
        assertThat(Bound.parse("2h", NOW)).contains(new Bound.AtTime(Letters.AT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "17", "2026-11-28", "2026-11-28T10:00:00", "-2h"})
    void anythingElseIsNone(String text) {
        assertThat(Bound.parse(text, NOW)).isEmpty();
    }

    @Test
    void whatLiesOnABoundBelongsToTheRange() {
        Letter letter = Letters.letter(Letters.SAID);

        for (Bound bound : new Bound[] {new Bound.AtLetter(letter.id()), new Bound.AtTime(letter.buriedAt())}) {
            assertThat(bound.isAtOrBefore(letter)).isTrue();
            assertThat(bound.isAtOrAfter(letter)).isTrue();
        }
        assertThat(new Bound.AtLetter(new LetterId(0, 6)).isAtOrBefore(letter)).isFalse();
        assertThat(new Bound.AtLetter(new LetterId(0, 4)).isAtOrAfter(letter)).isFalse();
        assertThat(new Bound.AtTime(Letters.AT.plusMillis(1)).isAtOrBefore(letter))
                .isFalse();
        assertThat(new Bound.AtTime(Letters.AT.minusMillis(1)).isAtOrAfter(letter))
                .isFalse();
    }
}
