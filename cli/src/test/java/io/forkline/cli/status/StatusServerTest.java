package io.forkline.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.CommandException;
import io.forkline.schemas.health.Condition;
import io.forkline.schemas.health.PartHealth;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {

    private List<PartHealth> parts = List.of();
    private final Monitor monitor = Monitor.of(new StatusConfig(Optional.of(0), "127.0.0.1", 50));
    private StatusServer server;

    @BeforeEach
    void start() {
        server = monitor.serve(() -> parts).orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
        monitor.close();
    }

    @Test
    void partsThatWorkAreReadyAndLive() throws Exception {
        parts = List.of(
                new PartHealth("join topology", new Condition.Working()),
                new PartHealth("lead worker", new Condition.Working()));

        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body())
                .isEqualTo("{\"status\":\"UP\",\"parts\":[{\"part\":\"join topology\",\"condition\":\"working\"},"
                        + "{\"part\":\"lead worker\",\"condition\":\"working\"}]}\n");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void partThatWaitsIsLiveAndNotReadyAndSaysForWhat() throws Exception {
        parts = List.of(
                new PartHealth("join topology", new Condition.Working()),
                new PartHealth("lead worker", new Condition.Waiting("the brokers")));

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .startsWith("{\"status\":\"DOWN\"")
                .contains("{\"part\":\"lead worker\",\"condition\":\"waiting\",\"for\":\"the brokers\"}");
    }

    @Test
    void partThatIsStuckIsNeitherAndSaysWhy() throws Exception {
        parts = List.of(new PartHealth("planner topology", new Condition.Stuck("a thread \"hangs\"")));

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").body()).contains("\"condition\":\"stuck\",\"why\":\"a thread \\\"hangs\\\"\"");
    }

    @Test
    void otherPathsNameThoseThatThereAre() throws Exception {
        assertThat(get("/missing").statusCode()).isEqualTo(404);
        assertThat(get("/missing").body())
                .isEqualTo("{\"error\":\"nothing is served here; there are /health/live, /health/ready, /metrics\"}\n");
    }

    @Test
    void onlyLookingIsAnswered() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());

        assertThat(answer.statusCode()).isEqualTo(405);
    }

    @Test
    void partsAndWhatIsCountedAreAmongTheMetrics() throws Exception {
        parts = List.of(new PartHealth("lead worker", new Condition.Waiting("the brokers")));
        monitor.meters().count(Metric.RESULTS, "partial", "blue");

        try (StatusServer another = monitor.serve(() -> parts).orElseThrow()) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(another.url() + "/metrics"))
                    .build());

            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body().lines())
                    .contains(
                            "forkline_results_total{status=\"partial\",tenant=\"blue\"} 1.0",
                            "forkline_part_condition{condition=\"waiting\",part=\"lead worker\"} 1.0",
                            "forkline_part_condition{condition=\"stuck\",part=\"lead worker\"} 0.0");
        }
    }

    @Test
    void portThatIsTakenIsExplained() {
        int taken = URI.create(server.url()).getPort();

        assertThatThrownBy(() -> StatusServer.start("127.0.0.1", taken, Map.of()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("--health-port");
    }

    @Test
    void portAndHostAreSettingsAndWithoutAPortNothingIsServed() {
        assertThat(StatusConfig.from(Settings.of(Map.of()))).isEqualTo(StatusConfig.NONE);
        try (Monitor nowhere = Monitor.of(StatusConfig.NONE)) {
            assertThat(nowhere.serve(List::of)).isEmpty();
            assertThat(nowhere.meters()).isSameAs(Meters.NONE);
        }
        assertThat(StatusConfig.from(Settings.of(
                        Map.of("health.port", "8090", "health.host", "0.0.0.0", "metrics.label.values", "7"))))
                .isEqualTo(new StatusConfig(Optional.of(8090), "0.0.0.0", 7));
        assertThatThrownBy(() -> StatusConfig.from(Settings.of(Map.of("health.port", "99999"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("health.port=99999")
                .hasMessageContaining("65535");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
