package io.forkline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerIT {

    /** The goal is 4 s on an idle machine of 2 cores; a shared one gets some slack. */
    private static final Duration SLOWEST_START = Duration.ofSeconds(12);

    @TempDir
    Path temporary;

    @Test
    void firstTopicIsThereSoonAfterStart() throws Exception {
        long before = System.nanoTime();
        try (var broker = new EmbeddedBroker(ephemeral()).start()) {
            createTopic(broker, "first");

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SLOWEST_START);
            assertThat(topics(broker)).containsExactly("first");
        }
    }

    @Test
    void ephemeralBrokerLeavesNoDirectory() {
        BrokerConfig config = ephemeral();

        try (var broker = new EmbeddedBroker(config).start()) {
            assertThat(config.directory()).isDirectoryContaining("glob:**/meta.properties");
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
        }

        assertThat(config.directory()).doesNotExist();
    }

    @Test
    void durableBrokerFindsItsTopicsAgain() throws Exception {
        var config = BrokerConfig.durable(temporary.resolve("kept"), 0);
        try (var broker = new EmbeddedBroker(config).start()) {
            createTopic(broker, "kept");
        }

        try (var broker = new EmbeddedBroker(config).start()) {
            assertThat(topics(broker)).containsExactly("kept");
        }
    }

    /** The name is for others, as the name of a container is: nobody here can resolve it. */
    @Test
    void brokerWhoseAdvertisedNameMeansNothingHereServesThisJvmAllTheSame() throws Exception {
        BrokerConfig config = ephemeral().withHost("0.0.0.0").withAdvertisedHost("nobody.invalid");
        try (var broker = new EmbeddedBroker(config).start();
                var admin = admin(broker)) {
            createTopic(broker, "own");

            assertThat(admin.describeCluster().nodes().get())
                    .extracting(Node::host)
                    .containsExactly("127.0.0.1");
        }
    }

    @Test
    void startAndCloseMayBeCalledTwice() throws Exception {
        var broker = new EmbeddedBroker(ephemeral());
        String first = broker.start().bootstrapServers();
        String second = broker.start().bootstrapServers();
        closeTwice(broker);

        assertThat(second).isEqualTo(first);
        assertThatThrownBy(broker::bootstrapServers).hasMessage("the broker is not running");
    }

    @Test
    void takenPortIsNamedAndNothingIsLeftBehind() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = BrokerConfig.durable(temporary.resolve("none"), taken.getLocalPort());

            assertThatThrownBy(() -> startAndClose(config))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("choose another port");
            assertThat(config.directory()).doesNotExist();
        }
    }

    /** Kafka takes the interrupt of a thread that writes for a failed disk, and halts the process. */
    @Test
    void interruptCutsNeitherAStartNorAStopShortAndIsKept() throws Exception {
        BrokerConfig config = ephemeral();
        boolean keptByStart;
        boolean keptByClose;
        Thread.currentThread().interrupt();
        try (var broker = new EmbeddedBroker(config).start()) {
            keptByStart = Thread.interrupted();
            createTopic(broker, "after");
            Thread.currentThread().interrupt();
        } finally {
            keptByClose = Thread.interrupted();
        }

        assertThat(keptByStart).isTrue();
        assertThat(keptByClose).isTrue();
        assertThat(config.directory()).doesNotExist();
    }

    /** Else the first share group of a broker waits for it, seconds longer than the second one. */
    @Test
    void stateOfShareGroupsHasItsPlaceBeforeTheFirstGroup() throws Exception {
        try (var broker = new EmbeddedBroker(ephemeral()).start();
                var admin = admin(broker)) {
            var options = new ListTopicsOptions().listInternal(true);

            assertThat(admin.listTopics(options).names().get()).contains("__share_group_state");
        }
    }

    private BrokerConfig ephemeral() {
        return BrokerConfig.ephemeral(temporary.resolve("ephemeral"));
    }

    private static void closeTwice(EmbeddedBroker broker) {
        broker.close();
        broker.close();
    }

    private static void startAndClose(BrokerConfig config) {
        try (var broker = new EmbeddedBroker(config)) {
            broker.start();
        }
    }

    private static void createTopic(EmbeddedBroker broker, String name) throws Exception {
        try (var admin = admin(broker)) {
            var topic = new NewTopic(name, Optional.of(1), Optional.empty());
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static Set<String> topics(EmbeddedBroker broker) throws Exception {
        try (var admin = admin(broker)) {
            return admin.listTopics().names().get();
        }
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }
}
