package io.forkline.schemas.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.registry.SchemaRefusedException;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.registry.Subjects;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterConnectionTest {

    @Test
    void aPasswordInTheRegistrysUrlIsNotShown() {
        ClusterConnection connection =
                connection("schema.registry.url", "https://anna:s3cret@a:8081,http://b:8081/x@y");

        assertThat(connection.shownRegistry()).isEqualTo("https://a:8081,http://b:8081/x@y");
        assertThat(connection.toString()).doesNotContain("s3cret");
    }

    @Test
    void secretsOfClientsAreNotShown() {
        ClusterConnection connection = ClusterConnection.from(Settings.of(Map.of(
                "kafka.sasl.jaas.config", "password=\"hunter2\"",
                "schema.registry.client.basic.auth.user.info", "me:hunter2")));

        assertThat(connection.toString())
                .doesNotContain("hunter2")
                .contains("sasl.jaas.config", "basic.auth.user.info");
        assertThat(connection.kafkaProperties()).containsEntry("sasl.jaas.config", "password=\"hunter2\"");
    }

    @Test
    void subjectsAreNamedByTheStrategy() {
        assertThat(connection("topics.prefix", "a.").subject(ForklineTopic.JOBS))
                .isEqualTo("a.jobs-value");
        assertThat(connection("schema.registry.subject.strategy", "RecordNameStrategy")
                        .subject(ForklineTopic.JOBS))
                .isEqualTo("io.forkline.schemas.record.JobRequested");
    }

    @Test
    void writersThatMayNotRegisterFindWhatIsThere() {
        ClusterConnection connection = ClusterConnection.from(Settings.of(
                Map.of("schema.registry.url", "mock://looked-up", "schema.registry.auto.register", "false")));
        String subject = connection.subject(ForklineTopic.JOBS);
        try (SchemaRegistry writer = connection.openRegistry();
                Subjects operator = connection.openSubjects()) {
            assertThatThrownBy(() -> writer.register(subject, ClusterConnection.schema(ForklineTopic.JOBS)))
                    .isInstanceOf(SchemaRefusedException.class)
                    .hasMessageContaining(subject);

            int id = operator.register(subject, ClusterConnection.schema(ForklineTopic.JOBS));

            assertThat(writer.register(subject, ClusterConnection.schema(ForklineTopic.JOBS)))
                    .isEqualTo(id);
        }
    }

    @Test
    void aStoreThatIsNotThereIsAMistakeInTheSettings() {
        ClusterConnection connection = ClusterConnection.from(Settings.of(Map.of(
                "schema.registry.url", "https://127.0.0.1:1",
                "schema.registry.client.ssl.truststore.location", "/nowhere/trust.p12")));

        assertThatThrownBy(connection::openRegistry)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("/nowhere/trust.p12");
    }

    private static ClusterConnection connection(String key, String value) {
        return ClusterConnection.from(Settings.of(Map.of(key, value)));
    }
}
