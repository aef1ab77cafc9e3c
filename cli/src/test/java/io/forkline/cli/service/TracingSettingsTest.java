package io.forkline.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.telemetry.trace.TracingConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracingSettingsTest {

    @Test
    void nothingSetGoesNowhere() {
        assertThat(TracingSettings.from(Settings.of(Map.of()), Map.of("PATH", "/bin")))
                .isEqualTo(TracingConfig.NONE);
    }

    @Test
    void everyKeyIsTakenAndTheHeadersAreNotShown(@TempDir Path folder) throws Exception {
        Path headers = Files.writeString(folder.resolve("headers"), "authorization=Bearer%20s3cret\n");
        Settings settings = Settings.of(Map.of(
                "tracing.otlp.endpoint", "https://collector:4318",
                "tracing.otlp.headers.file", headers.toString(),
                "tracing.sampling.ratio", "0.5",
                "tracing.service.name", "a-name"));

        TracingConfig config = TracingSettings.from(settings, Map.of("OTEL_RESOURCE_ATTRIBUTES", "a=b"));

        assertThat(config)
                .isEqualTo(new TracingConfig(
                        Optional.of(URI.create("https://collector:4318")),
                        Optional.of("authorization=Bearer%20s3cret"),
                        Optional.of(0.5),
                        Optional.of("a-name"),
                        Map.of("OTEL_RESOURCE_ATTRIBUTES", "a=b")));
        assertThat(config.toString()).doesNotContain("s3cret");
        settings.refuseUnknown();
    }

    @Test
    void valuesThatCannotBeUsedAreRefusedWithWhatCan() {
        assertRefused("tracing.otlp.endpoint", "collector:4318", "an address that takes OTLP over HTTP");
        assertRefused("tracing.otlp.endpoint", "not a uri", "such as http://localhost:4318");
        assertRefused("tracing.otlp.headers.file", "/there/is/none", "a file with NAME=VALUE,NAME=VALUE");
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
