package io.forkline.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import java.util.Map;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {

    @Test
    void passwordsOfABrokenJaasConfigurationAreNotShown() {
        ClusterConnection connection = ClusterConnection.from(Settings.of(Map.of(
                "kafka.security.protocol",
                "SASL_PLAINTEXT",
                "kafka.sasl.mechanism",
                "PLAIN",
                "kafka.sasl.jaas.config",
                PlainLoginModule.class.getName() + " required username=\"me\" password=\"hunter\"2-rest\";")));

        Throwable refused = catchThrowable(() -> ClusterCheck.requireBroker(connection));

        assertThat(refused)
                .hasMessageStartingWith("kafka.sasl.jaas.config cannot be used; accepted is MODULE required")
                .hasMessageNotContaining("hunter")
                .hasMessageNotContaining("2-rest")
                .hasNoCause();
    }
}
