package io.forkline.cli.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.CommandException;
import io.forkline.schemas.health.Condition;
import io.forkline.schemas.health.PartHealth;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
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

class HealthServerTest {

    private List<PartHealth> parts = List.of();
    private HealthServer server;

    @BeforeEach
    void start() {
        server = HealthServer.start("127.0.0.1", 0, () -> parts);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void partsThatWorkAreReadyAndLive() throws Exception {
        parts = List.of(
                new PartHealth("join topology", new Condition.Working()),
                new PartHealth("lead worker", new Condition.Working()));

        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/ready").body())
                .isEqualTo("{\"status\":\"UP\",\"parts\":[{\"part\":\"join topology\",\"condition\":\"working\"},"
                        + "{\"part\":\"lead worker\",\"condition\":\"working\"}]}\n");
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    @Test
    void partThatWaitsIsLiveAndNotReadyAndSaysForWhat() throws Exception {
        parts = List.of(
                new PartHealth("join topology", new Condition.Working()),
                new PartHealth("lead worker", new Condition.Waiting("the brokers")));

        assertThat(get("/live").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/ready").body())
                .startsWith("{\"status\":\"DOWN\"")
                .contains("{\"part\":\"lead worker\",\"condition\":\"waiting\",\"for\":\"the brokers\"}");
    }

    @Test
    void partThatIsStuckIsNeitherAndSaysWhy() throws Exception {
        parts = List.of(new PartHealth("planner topology", new Condition.Stuck("a thread \"hangs\"")));

        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/live").statusCode()).isEqualTo(503);
        assertThat(get("/live").body()).contains("\"condition\":\"stuck\",\"why\":\"a thread \\\"hangs\\\"\"");
    }

    @Test
    void otherPathsNameThoseThatThereAre() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/").body()).contains("/health/ready");
    }

    @Test
    void portThatIsTakenIsExplained() {
        int taken = URI.create(server.url()).getPort();

        assertThatThrownBy(() -> HealthServer.start("127.0.0.1", taken, List::of))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("--health-port");
    }

    @Test
    void portAndHostAreSettingsAndWithoutAPortNothingIsServed() {
        assertThat(HealthConfig.from(Settings.of(Map.of()))).isEqualTo(HealthConfig.NONE);
        assertThat(HealthServer.startWhereWanted(HealthConfig.NONE, List::of)).isEmpty();
        assertThat(HealthConfig.from(Settings.of(Map.of("health.port", "8090", "health.host", "0.0.0.0"))))
                .isEqualTo(new HealthConfig(Optional.of(8090), "0.0.0.0"));
        assertThatThrownBy(() -> HealthConfig.from(Settings.of(Map.of("health.port", "99999"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("health.port=99999")
                .hasMessageContaining("65535");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
