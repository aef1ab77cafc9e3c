package io.forkline.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterIdTest {

    @Test
    void whatIsShownCanBeGivenAgain() {
        LetterId id = new LetterId(2, 123_456_789_012L);

        assertThat(id).hasToString("2-123456789012");
        assertThat(LetterId.parse(id.toString())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "0-", "-17", "0--1", "0-17 ", "a-1", "9999999999-1", "0-99999999999999999999"})
    void whatIsNoIdIsNotRead(String text) {
        assertThat(LetterId.parse(text)).isEmpty();
    }

    @Test
    void idsAreInTheOrderOfTheTopic() {
        assertThat(new LetterId(0, 9)).isLessThan(new LetterId(0, 10)).isLessThan(new LetterId(1, 0));
    }
}
