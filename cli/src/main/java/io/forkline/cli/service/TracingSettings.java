package io.forkline.cli.service;

import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.telemetry.trace.TracingConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where spans of jobs go. Keys: {@code tracing.otlp.endpoint}, {@code tracing.otlp.headers.file}, {@code tracing.sampling.ratio},
 * {@code tracing.service.name}.
 */
public final class TracingSettings {

    private TracingSettings() {}

    /**
     * Takes its keys from the settings.
     *
     * @param env the variables of the process, of which the standard {@code OTEL_*} are taken
     */
    public static TracingConfig from(Settings settings, Map<String, String> env) {
        return new TracingConfig(
                settings.text("tracing.otlp.endpoint").map(TracingSettings::endpoint),
                settings.text("tracing.otlp.headers.file").map(TracingSettings::headers),
                settings.text("tracing.sampling.ratio").map(TracingSettings::ratio),
                settings.text("tracing.service.name").filter(name -> !name.isBlank()),
                env);
    }

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text);
            if (text.contains("@")) {
                throw new SettingsException(
                        "tracing.otlp.endpoint carries a user or a password, which nothing sends; give"
                                + " the address alone, and what the collector asks for in tracing.otlp.headers.file");
            }
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new SettingsException("tracing.otlp.endpoint=" + (text.contains("@") ? "(hidden)" : text)
                + " cannot be used; accepted is an address that takes OTLP over HTTP, such as http://localhost:4318");
    }

    private static String headers(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("tracing.otlp.headers.file=" + file
                    + " cannot be used; accepted is a file with NAME=VALUE,NAME=VALUE that can be read");
        }
    }

    private static double ratio(String text) {
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new SettingsException(
                "tracing.sampling.ratio=" + text + " cannot be used; accepted is a number from 0 to 1, such as 0.1");
    }
}
