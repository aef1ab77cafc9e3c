package io.forkline.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

    private final LoggerContext context = new LoggerContext();

    @Test
    void fieldsOfWhatALineIsAboutStandBesideItsWords() throws Exception {
        LoggingEvent event = event("run is over, runId={}", null, "job-1/1");
        event.setMDCPropertyMap(Map.of("jobId", "job-1", "traceId", "4bf9"));
        event.setKeyValuePairs(List.of(new KeyValuePair("tokens", 7)));

        String line = line(event);

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.at("/time").asText()).isEqualTo("2026-11-01T10:00:00.123Z");
        assertThat(json.at("/level").asText()).isEqualTo("INFO");
        assertThat(json.at("/message").asText()).isEqualTo("run is over, runId=job-1/1");
        assertThat(json.at("/jobId").asText()).isEqualTo("job-1");
        assertThat(json.at("/traceId").asText()).isEqualTo("4bf9");
        assertThat(json.at("/tokens").asText()).isEqualTo("7");
        assertThat(json.has("error")).isFalse();
    }

    @Test
    void whatIsSaidInSeveralLinesAndTheStackTraceStayInOne() throws Exception {
        LoggingEvent event = event("two\nlines \"quoted\"", new IllegalStateException("it broke"));
        // Without fields it would ask the context, which has none here.
        event.setMDCPropertyMap(Map.of());

        String line = line(event);

        assertThat(line).containsOnlyOnce("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.at("/message").asText()).isEqualTo("two\nlines \"quoted\"");
        assertThat(json.at("/error").asText()).contains("IllegalStateException: it broke", "\tat ");
    }

    private LoggingEvent event(String words, @Nullable Throwable error, Object... values) {
        LoggingEvent event = new LoggingEvent(
                getClass().getName(), context.getLogger("io.forkline"), Level.INFO, words, error, values);
        event.setInstant(Instant.parse("2026-11-01T10:00:00.123Z"));
        return event;
    }

    private String line(LoggingEvent event) {
        JsonLines lines = new JsonLines();
        lines.setContext(context);
        lines.start();
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }
}
