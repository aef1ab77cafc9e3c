package io.forkline.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.telemetry.trace.TracingConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingSettingsTest {

    @Test
    void nothingSetGoesNowhere() {
        assertThat(TracingSettings.from(Settings.of(Map.of()), Map.of("PATH", "/bin")))
                .isEqualTo(new TracingSettings(TracingConfig.NONE, Optional.empty()));
    }

    @Test
    void everyKeyIsTaken() {
        Settings settings = Settings.of(Map.of(
                "tracing.otlp.endpoint", "https://collector:4318",
                "tracing.otlp.headers.file", "/there/is/none",
                "tracing.sampling.ratio", "0.5",
                "tracing.service.name", "a-name"));

        TracingSettings tracing = TracingSettings.from(settings, Map.of("OTEL_RESOURCE_ATTRIBUTES", "a=b"));

        assertThat(tracing)
                .isEqualTo(new TracingSettings(
                        new TracingConfig(
                                Optional.of(URI.create("https://collector:4318")),
                                Optional.empty(),
                                Optional.of(0.5),
                                Optional.of("a-name"),
                                Map.of("OTEL_RESOURCE_ATTRIBUTES", "a=b")),
                        Optional.of(Path.of("/there/is/none"))));
        settings.refuseUnknown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization=Bearer%20s3cret\n", "a=b,authorization=Bearer s3cret", "a=b\nc=s3cret=="})
    void headersAreReadWhereSpansGoAndNotShown(String headers, @TempDir Path folder) throws Exception {
        TracingSettings settings = withHeaders(folder, headers);

        settings.open("a-service").close();

        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization: Bearer s3cret", "a b=s3cret", "a=s3cret%0Ab", "a=s3cret%zz"})
    void headersThatAreNoneAreRefusedAndNotShown(String headers, @TempDir Path folder) throws Exception {
        TracingSettings settings = withHeaders(folder, headers);

        assertThatThrownBy(() -> settings.open("a-service"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("tracing.otlp.headers.file=" + folder)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aFileOfHeadersThatIsNotThereStopsWhoSendsSpans(@TempDir Path folder) {
        TracingSettings settings = TracingSettings.from(
                Settings.of(Map.of(
                        "tracing.otlp.headers.file", folder.resolve("none").toString())),
                Map.of());

        assertThatThrownBy(() -> settings.open("a-service")).hasMessageContaining("NAME=VALUE for each header");
    }

    private static TracingSettings withHeaders(Path folder, String headers) throws IOException {
        Path file = Files.writeString(folder.resolve("headers"), headers);
        return TracingSettings.from(Settings.of(Map.of("tracing.otlp.headers.file", file.toString())), Map.of());
    }

    @Test
    void valuesThatCannotBeUsedAreRefusedWithWhatCan() {
        assertRefused("tracing.otlp.endpoint", "collector:4318", "an address that takes OTLP over HTTP");
        assertRefused("tracing.otlp.endpoint", "not a uri", "such as http://localhost:4318");
        assertRefused("tracing.sampling.ratio", "1.5", "a number from 0 to 1");
        assertRefused("tracing.sampling.ratio", "often", "a number from 0 to 1");
    }

    @Test
    void endpointWithAPasswordIsRefusedAndNotShown() {
        for (String endpoint : List.of("https://me:s3cret@collector", "https://me:s3 cret@collector")) {
            assertThatThrownBy(() ->
                            TracingSettings.from(Settings.of(Map.of("tracing.otlp.endpoint", endpoint)), Map.of()))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("tracing.otlp.endpoint")
                    .hasMessageNotContaining("cret");
        }
    }

    private static void assertRefused(String key, String value, String words) {
        assertThatThrownBy(() -> TracingSettings.from(Settings.of(Map.of(key, value)), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + "=" + value + " cannot be used")
                .hasMessageContaining(words);
    }
}
