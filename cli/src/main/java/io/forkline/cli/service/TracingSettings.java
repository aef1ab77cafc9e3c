package io.forkline.cli.service;

import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.telemetry.trace.TracingConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where spans of jobs go. Keys: {@code tracing.otlp.endpoint}, {@code tracing.otlp.headers.file}, {@code tracing.sampling.ratio},
 * {@code tracing.service.name}.
 *
 * @param config all but the headers
 * @param headersFile what lets into the collector; read when spans are to go there, as others with the same settings may not have it
 */
public record TracingSettings(TracingConfig config, Optional<Path> headersFile) {

    private static final String ENDPOINT = "tracing.otlp.endpoint";
    private static final String HEADERS = "tracing.otlp.headers.file";
    /** A header of HTTP, its value percent-encoded where it has to be. */
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+\\s*=[\\x20-\\x7e]*");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /**
     * Takes its keys from the settings.
     *
     * @param env the variables of the process, of which the standard {@code OTEL_*} are taken
     */
    public static TracingSettings from(Settings settings, Map<String, String> env) {
        TracingConfig config = new TracingConfig(
                settings.parsed(
                        ENDPOINT,
                        TracingSettings::endpoint,
                        "an address that takes OTLP over HTTP, such as http://localhost:4318"),
                Optional.empty(),
                settings.parsed("tracing.sampling.ratio", TracingSettings::ratio, "a number from 0 to 1, such as 0.1"),
                settings.text("tracing.service.name").filter(name -> !name.isBlank()),
                env);
        return new TracingSettings(config, settings.text(HEADERS).map(Path::of));
    }

    /**
     * Tracing for a process, which is off where nothing says where spans go.
     *
     * @param service name of the process in traces, unless something gives another
     * @throws SettingsException when the headers cannot be read or are none; shows none of them
     */
    public Tracing open(String service) {
        return Tracing.open(
                headersFile.map(file -> config.withHeaders(headers(file))).orElse(config), service);
    }

    private static Optional<URI> endpoint(String text) {
        if (text.contains("@")) {
            throw new SettingsException(
                    ENDPOINT + " carries a user or a password, which nothing sends; give the address"
                            + " alone, and what the collector asks for in " + HEADERS);
        }
        try {
            return Optional.of(URI.create(text))
                    .filter(uri -> "http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    .filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String headers(Path file) {
        try {
            List<String> headers = Arrays.stream(Files.readString(file).split("[,\r\n]+"))
                    .map(String::strip)
                    .filter(header -> !header.isEmpty())
                    .toList();
            if (headers.stream().allMatch(TracingSettings::isHeader)) {
                return String.join(",", headers);
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new SettingsException(HEADERS + "=" + file
                + " cannot be used; accepted is a file that can be read, with NAME=VALUE for each header, a line or a comma"
                + " between, and %20 and the like in values for what is no plain text");
    }

    private static boolean isHeader(String header) {
        try {
            return HEADER.matcher(header).matches()
                    && !CONTROL.matcher(URLDecoder.decode(header, StandardCharsets.UTF_8))
                            .find();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Double> ratio(String text) {
        try {
            return Optional.of(Double.parseDouble(text)).filter(ratio -> ratio >= 0 && ratio <= 1);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
