package io.forkline.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracingConfigTest {

    @Test
    void nothingIsOnByItself() {
        assertThat(TracingConfig.NONE.isOn()).isFalse();
        assertThat(with(Map.of("OTEL_SERVICE_NAME", "x", "PATH", "/bin")).isOn())
                .isFalse();
    }

    @Test
    void standardVariablesTurnItOnAndOff() {
        Map<String, String> endpoint = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");

        assertThat(with(endpoint).isOn()).isTrue();
        assertThat(with(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector/v1/traces"))
                        .isOn())
                .isTrue();
        assertThat(with(endpoint, "OTEL_SDK_DISABLED", "true").isOn()).isFalse();
        assertThat(with(endpoint, "OTEL_TRACES_EXPORTER", "none").isOn()).isFalse();
        assertThat(with(endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc").isOn()).isFalse();
    }

    @Test
    void whatIsGivenGoesBeforeTheVariables() {
        TracingConfig config = new TracingConfig(
                Optional.of(URI.create("http://ours:4318/")),
                Optional.of("authorization=secret"),
                Optional.of(0.25),
                Optional.of("our-name"),
                Map.of(
                        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                        "http://theirs/v1/traces",
                        "OTEL_SERVICE_NAME",
                        "their-name",
                        "OTEL_RESOURCE_ATTRIBUTES",
                        "deployment.environment=test"));

        assertThat(config.properties("a-service"))
                .containsEntry("otel.exporter.otlp.traces.endpoint", "http://ours:4318/v1/traces")
                .containsEntry("otel.exporter.otlp.traces.headers", "authorization=secret")
                .containsEntry("otel.traces.sampler", "parentbased_traceidratio")
                .containsEntry("otel.traces.sampler.arg", "0.25")
                .containsEntry("otel.service.name", "our-name")
                .containsEntry("otel.resource.attributes", "deployment.environment=test");
        assertThat(config.toString()).doesNotContain("secret");
    }

    @Test
    void serviceHasItsOwnNameUnlessAVariableNamesIt() {
        assertThat(TracingConfig.NONE.properties("a-service")).containsEntry("otel.service.name", "a-service");
        assertThat(with(Map.of("OTEL_SERVICE_NAME", "theirs")).properties("a-service"))
                .containsEntry("otel.service.name", "theirs");
    }

    private static TracingConfig with(Map<String, String> variables) {
        return new TracingConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), variables);
    }

    private static TracingConfig with(Map<String, String> variables, String name, String value) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(name, value);
        return with(all);
    }
}
