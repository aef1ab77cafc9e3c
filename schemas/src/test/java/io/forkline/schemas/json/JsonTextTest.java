package io.forkline.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("", "the value is empty; accepted is JSON"),
                Arguments.of("{\"a\": 1, \"a\": 2}", "at line 1, column 1"),
                Arguments.of("{\"a\": {\"b\": 1, \"b\": 1}}", "Duplicate"),
                Arguments.of("{\"a\": NaN}", "NaN"),
                Arguments.of("{\"a\": Infinity}", "Infinity"),
                Arguments.of("{} {}", "railing"),
                Arguments.of("{}x", "not JSON at line 1"),
                Arguments.of("{\"a\": 1,}", "not JSON at line 1"),
                Arguments.of("{\"a\"\n: x}", "not JSON at line 2, column"),
                Arguments.of("/* no */ {}", "not JSON"),
                Arguments.of("{'a': 1}", "not JSON"),
                Arguments.of("{\"a\": \"", "not JSON"),
                Arguments.of("[".repeat(JsonText.MOST_DEPTH + 1), "depth"),
                Arguments.of("1".repeat(101), "length"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whatIsNotJsonSaysWhereAndWhy(String text, String why) {
        assertThat(JsonText.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        JsonText.Unreadable.class,
                        unreadable -> assertThat(unreadable.why()).contains(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff\u00ff", "\u00c3", "\u00fe\u00ff\u0000{"})
    void whatIsNotUtf8IsRefused(String latin) {
        assertThat(JsonText.parse(latin.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(new JsonText.Unreadable("the value is not text in UTF-8"));
    }

    @Test
    void utf16IsRefused() {
        assertThat(JsonText.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE)))
                .isInstanceOf(JsonText.Unreadable.class);
    }

    @Test
    void recordWithoutAValueIsRefused() {
        assertThat(JsonText.parse(null)).isEqualTo(new JsonText.Unreadable("the record has no value"));
    }

    @Test
    void moreBytesThanTheTopicTakesAreNotEvenLookedAt() {
        assertThat(JsonText.parse(new byte[JsonText.MOST_BYTES + 1]))
                .isInstanceOfSatisfying(
                        JsonText.Unreadable.class,
                        unreadable ->
                                assertThat(unreadable.why()).endsWith("accepted are at most " + JsonText.MOST_BYTES));
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        assertThat(JsonText.parse("\uFEFF true".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new JsonText.Tree(JsonNodeFactory.instance.booleanNode(true)));
    }

    @Test
    void textOfAnybodyIsShownInOneShortLine() {
        assertThat(JsonText.shortened("a\nb\u0007" + "c".repeat(100))).isEqualTo("a b " + "c".repeat(56) + "...");
    }
}
