package io.forkline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image, with the privileges that README.md gives it, and against a broker in another container. */
class ImageIT {

    private static final Duration TIME = Duration.ofMinutes(2);

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Images.require();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--security-opt seccomp=docker/seccomp.json --security-opt systempaths=unconfined",
                "--user root --cap-drop ALL --cap-add SYS_ADMIN --cap-add SETUID --cap-add SETGID --cap-add SETPCAP --cap-add CHOWN"
                        + " --security-opt seccomp=docker/seccomp.json"
            })
    void forksAreConfinedWith(String privileges) throws IOException, InterruptedException {
        Program.Output doctor = Program.run(
                TIME,
                Stream.of(
                                List.of("docker", "run", "--rm"),
                                Arrays.asList(privileges.split(" ")),
                                List.of("--security-opt", "apparmor=unconfined", "forkline", "doctor"))
                        .flatMap(List::stream)
                        .toList());

        assertThat(doctor.exitCode()).as(doctor.text()).isZero();
        assertThat(doctor.text()).contains("a confined process ran in a fork");
    }

    @Test
    void withoutPrivilegesItSaysWhichIsMissing() throws IOException, InterruptedException {
        Program.Output doctor = Program.run(TIME, List.of("docker", "run", "--rm", "forkline", "doctor"));

        assertThat(doctor.exitCode()).as(doctor.text()).isNotZero();
        assertThat(doctor.text()).contains("Jobs cannot run on this machine yet.");
    }

    @Test
    void topicsAreMadeOnABrokerInAContainer() {
        try (Network network = Network.newNetwork();
                GenericContainer<?> broker = broker(network);
                GenericContainer<?> topics = new GenericContainer<>(DockerImageName.parse("forkline"))
                        .withNetwork(network)
                        .withCommand("topics", "create", "--bootstrap-servers", "kafka:9092")
                        .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(TIME))) {
            broker.start();

            topics.start();

            assertThat(topics.getLogs()).contains("created").contains("forkline.jobs");
        }
    }

    private static GenericContainer<?> broker(Network network) {
        return new GenericContainer<>(DockerImageName.parse("forkline-kafka"))
                .withNetwork(network)
                .withNetworkAliases("kafka")
                .withExposedPorts(9092)
                .waitingFor(Wait.forListeningPort().withStartupTimeout(TIME))
                .withEnv(Map.ofEntries(
                        Map.entry("CLUSTER_ID", "Zm9ya2xpbmUtaW1hZ2VpdA"),
                        Map.entry("KAFKA_NODE_ID", "1"),
                        Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                        Map.entry("KAFKA_LISTENERS", "INSIDE://:9092,CONTROLLER://:9093"),
                        Map.entry("KAFKA_ADVERTISED_LISTENERS", "INSIDE://kafka:9092"),
                        Map.entry("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                        Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INSIDE"),
                        Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                        Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
                        Map.entry("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
                        Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                        Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"),
                        Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")));
    }
}
