package io.forkline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientAccessIT {

    private static final String MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final ClientAccess BY_PASSWORD = new ClientAccess(
                    "SASL_PLAINTEXT",
                    Map.of(
                            ClientAccess.LISTENER_PREFIX + "sasl.enabled.mechanisms",
                            "PLAIN",
                            ClientAccess.LISTENER_PREFIX + "plain.sasl.jaas.config",
                            MODULE + " user_ann=\"right\";"))
            .withAcls();

    @TempDir
    private Path temporary;

    @Test
    void clientProvesWhoItIsAndMayDoNothingUntilItIsAllowed() throws Exception {
        BrokerConfig config =
                BrokerConfig.ephemeral(temporary.resolve("guarded")).withClients(BY_PASSWORD);
        try (EmbeddedBroker broker = new EmbeddedBroker(config).start();
                Admin owner = Admin.create(Map.of("bootstrap.servers", broker.internalServers()));
                Admin ann = admin(broker, "right");
                Admin stranger = admin(broker, "wrong")) {
            NewTopic topic = new NewTopic("hers", Optional.of(1), Optional.empty());

            assertThatThrownBy(() -> stranger.describeCluster().nodes().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> ann.createTopics(List.of(topic)).all().get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            owner.createTopics(List.of(topic)).all().get();
            assertThat(owner.listTopics().names().get()).containsExactly("hers");
        }
    }

    private static Admin admin(EmbeddedBroker broker, String password) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                MODULE + " username=\"ann\" password=\"" + password + "\";"));
        return Admin.create(properties);
    }
}
