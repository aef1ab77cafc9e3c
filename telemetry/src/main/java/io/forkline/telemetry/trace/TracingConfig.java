package io.forkline.telemetry.trace;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where spans go, and which. What is not given here the standard variables of OpenTelemetry give.
 *
 * @param endpoint address of a collector that takes OTLP over HTTP; the path is added where it has none for traces
 * @param headers of every request to it, in the form of {@code OTEL_EXPORTER_OTLP_HEADERS}; a secret
 * @param ratio share of the traces that begin with us and are kept, 0 to 1; of others' traces, they have decided
 * @param service name of the process in traces
 * @param variables of the process; only those that begin with OTEL_ are kept
 */
public record TracingConfig(
        Optional<URI> endpoint,
        Optional<String> headers,
        Optional<Double> ratio,
        Optional<String> service,
        Map<String, String> variables) {

    /** Nowhere. */
    public static final TracingConfig NONE =
            new TracingConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(TracingConfig.class);
    private static final String PATH = "/v1/traces";
    private static final String PROTOCOL = "http/protobuf";

    public TracingConfig {
        variables = variables.entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith("OTEL_") && !each.getValue().isBlank())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The same with headers of every request, in the form of {@code OTEL_EXPORTER_OTLP_HEADERS}. */
    public TracingConfig withHeaders(String value) {
        return new TracingConfig(endpoint, Optional.of(value), ratio, service, variables);
    }

    /** Whether spans go anywhere. */
    boolean isOn() {
        if ("true".equalsIgnoreCase(variables.get("OTEL_SDK_DISABLED"))) {
            return false;
        }
        return endpoint.isPresent() || isOnByVariables();
    }

    private boolean isOnByVariables() {
        boolean named = variables.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
                || variables.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        if (!named || !variables.getOrDefault("OTEL_TRACES_EXPORTER", "otlp").equals("otlp")) {
            return false;
        }
        String protocol = variables.getOrDefault(
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", variables.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", PROTOCOL));
        if (!protocol.equals(PROTOCOL)) {
            LOG.warn(
                    "there will be no traces, as OTEL_EXPORTER_OTLP_PROTOCOL is not one of ours, protocol={} ours={}",
                    protocol,
                    PROTOCOL);
            return false;
        }
        return true;
    }

    /** What OpenTelemetry's own configuration takes. What is given here goes before the variables. */
    Map<String, String> properties(String defaultService) {
        Map<String, String> all = new HashMap<>();
        all.put("otel.service.name", defaultService);
        variables.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        all.put("otel.traces.exporter", "otlp");
        all.put("otel.metrics.exporter", "none");
        all.put("otel.logs.exporter", "none");
        all.put("otel.exporter.otlp.traces.protocol", PROTOCOL);
        endpoint.ifPresent(to -> all.put("otel.exporter.otlp.traces.endpoint", tracesOf(to)));
        headers.ifPresent(of -> all.put("otel.exporter.otlp.traces.headers", of));
        ratio.ifPresent(share -> {
            all.put("otel.traces.sampler", "parentbased_traceidratio");
            all.put("otel.traces.sampler.arg", share.toString());
        });
        service.ifPresent(name -> all.put("otel.service.name", name));
        return all;
    }

    private static String tracesOf(URI endpoint) {
        String text = endpoint.toString();
        String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return base.endsWith(PATH) ? base : base + PATH;
    }

    /** Without headers, which let into the collector. */
    @Override
    public String toString() {
        return "TracingConfig[endpoint=" + endpoint + ", ratio=" + ratio + ", service=" + service + "]";
    }
}
