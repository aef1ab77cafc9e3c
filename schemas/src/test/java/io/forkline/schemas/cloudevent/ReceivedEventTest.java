package io.forkline.schemas.cloudevent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedEventTest {

    private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";
    private static final String EVENT = "{\"specversion\":\"1.0\",\"id\":\"e\",\"source\":\"/s\",\"type\":\"t\"";

    @Test
    void valueThatIsNoEventIsTheData() {
        assertThat(data("{\"a\":1}", Map.of())).satisfies(data -> {
            assertThat(data.data()).hasToString("{\"a\":1}");
            assertThat(data.id()).isEmpty();
            assertThat(data.errors()).isEmpty();
        });
    }

    @Test
    void eventInBinaryModeHasItsAttributesInHeaders() {
        ReceivedEvent.Data data = data(
                "{}",
                Map.of(
                        "content-type", "application/json",
                        "ce_specversion", "1.0",
                        "ce_id", "e",
                        "ce_type", "io.forkline.job.requested.v1",
                        "ce_traceparent", "00-x"));

        assertThat(data.id()).contains("e");
        assertThat(data.errors()).isEmpty();
        assertThat(texts(data.headers()))
                .containsOnly(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "e"),
                        Map.entry("ce_type", "io.forkline.job.requested.v1"),
                        Map.entry("ce_traceparent", "00-x"),
                        Map.entry("traceparent", "00-x"),
                        Map.entry("content-type", "application/avro"));
    }

    @Test
    void eventInStructuredModeIsReadAsOneInBinaryMode() {
        ReceivedEvent.Data data = data(
                EVENT + ",\"subject\":\"j\",\"number\":7,\"datacontenttype\":\"application/json\",\"data\":{\"a\":1}}",
                Map.of("content-type", STRUCTURED));

        assertThat(data.id()).contains("e");
        assertThat(data.data()).hasToString("{\"a\":1}");
        assertThat(data.errors()).isEmpty();
        assertThat(texts(data.headers()))
                .containsOnly(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", "e"),
                        Map.entry("ce_source", "/s"),
                        Map.entry("ce_type", "t"),
                        Map.entry("ce_subject", "j"),
                        Map.entry("ce_number", "7"),
                        Map.entry("content-type", "application/avro"));
    }

    @Test
    void dataOfAStructuredEventMayBeBytes() {
        assertThat(data(EVENT + ",\"data_base64\":\"eyJhIjoxfQ==\"}", Map.of("content-type", STRUCTURED))
                        .data())
                .hasToString("{\"a\":1}");
    }

    @Test
    void allThatIsWrongWithTheAttributesIsNamed() {
        assertThat(data(
                                "{\"specversion\":\"0.3\",\"type\":\"io.forkline.job.result.v1\",\"Bad Name\":1,\"obj\":{},\"data\":{}}",
                                Map.of("content-type", STRUCTURED))
                        .errors())
                .hasSize(6)
                .anyMatch(error -> error.startsWith("specversion is \"0.3\""))
                .anyMatch(error -> error.startsWith("type is \"io.forkline.job.result.v1\""))
                .anyMatch(error -> error.startsWith("id is missing"))
                .anyMatch(error -> error.startsWith("source is missing"))
                .anyMatch(error -> error.startsWith("Bad Name is a number, and no attribute"))
                .anyMatch(error -> error.startsWith("obj is an object, and no attribute"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/avro", "text/plain", "application/cloudevents-batch+json", ""})
    void otherContentTypesAreNamed(String contentType) {
        assertThat(event("{}", Map.of("content-type", contentType)))
                .isInstanceOfSatisfying(
                        ReceivedEvent.Unreadable.class,
                        unreadable -> assertThat(unreadable.why())
                                .startsWith("the content type is \"" + contentType
                                        + "\"; accepted are application/json and"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                EVENT_WITHOUT_DATA,
                "{\"data\":{},\"datacontenttype\":\"text/xml\"}",
                "{\"data_base64\":\"?\"}",
                "{\"data_base64\":\"AAAA\"}"
            })
    void structuredEventWithoutAJobIsUnreadable(String value) {
        assertThat(event(value, Map.of("content-type", STRUCTURED))).isInstanceOf(ReceivedEvent.Unreadable.class);
    }

    private static final String EVENT_WITHOUT_DATA = EVENT + "}";

    private static ReceivedEvent.Data data(String value, Map<String, String> headers) {
        return (ReceivedEvent.Data) event(value, headers);
    }

    private static ReceivedEvent event(String value, Map<String, String> headers) {
        Headers given = new RecordHeaders();
        headers.forEach((name, text) -> given.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return ReceivedEvent.of(value.getBytes(StandardCharsets.UTF_8), given);
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        for (Header header : headers) {
            texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
