package io.forkline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void whatAnAgentWroteCannotMoveTheCursorOrChangeColours() {
        String cleaned = Text.clean("\u001b[31mred\u001b[0m\r\u001b[2Kgone\nnext\u202Eesrever\u0007");

        assertThat(cleaned).isEqualTo("red gone next esrever");
    }

    @Test
    void whatIsEscapedLosesNothing() {
        String escaped = Text.escape("\u001b[31mred\r\n\u0085\u202Eesrever\uDB40\uDC01 ü\t");

        assertThat(escaped).isEqualTo("\\u001b[31mred\\u000d\\u000a\\u0085\\u202eesrever\\udb40\\udc01 ü\\u0009");
    }

    @Test
    void linesAreBrokenBetweenWords() {
        assertThat(Text.wrap("one two three four", 9)).containsExactly("one two", "three", "four");
    }

    @Test
    void aWordLongerThanTheLineIsBrokenAnywhere() {
        assertThat(Text.wrap("a abcdefghij b", 4)).containsExactly("a", "abcd", "efgh", "ij b");
    }

    @Test
    void anEmptyTextIsOneEmptyLine() {
        assertThat(Text.wrap("", 10)).containsExactly("");
    }

    @Test
    void numbersReadTheSameInEveryLocale() {
        // The tests run in a Turkish locale, whose decimal separator is a comma.
        assertThat(Text.millis(0.123)).isEqualTo("0.12 ms");
        assertThat(Text.millis(2.14)).isEqualTo("2.1 ms");
        assertThat(Text.millis(13.4)).isEqualTo("13 ms");
        assertThat(Text.millis(1_234)).isEqualTo("1.23 s");
        assertThat(Text.seconds(185)).isEqualTo("3 min 05 s");
        assertThat(Text.bytes(1_536)).isEqualTo("1.5 KiB");
        assertThat(Text.bytes(16L * 1024 * 1024)).isEqualTo("16 MiB");
        assertThat(Text.number(42.86)).isEqualTo("42.9");
        assertThat(Text.number(60)).isEqualTo("60");
    }
}
