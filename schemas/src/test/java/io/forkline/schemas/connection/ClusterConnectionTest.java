package io.forkline.schemas.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterConnectionTest {

    @Test
    void secretsAreNotShown() {
        ClusterConnection connection = ClusterConnection.from(Settings.of(Map.of(
                "kafka.sasl.jaas.config", "password=\"hunter2\"",
                "schema.registry.url", "https://me:hunter2@registry:8081,https://registry-2",
                "schema.registry.client.basic.auth.user.info", "me:hunter2")));

        assertThat(connection.toString())
                .doesNotContain("hunter2")
                .contains("https://registry:8081,https://registry-2", "sasl.jaas.config", "basic.auth.user.info");
        assertThat(connection.kafkaProperties()).containsEntry("sasl.jaas.config", "password=\"hunter2\"");
    }
}
