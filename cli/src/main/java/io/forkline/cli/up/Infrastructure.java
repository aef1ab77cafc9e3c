package io.forkline.cli.up;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.EmbeddedBroker;
import io.forkline.cli.Closing;
import io.forkline.cli.CommandException;
import io.forkline.cli.cluster.Applied;
import io.forkline.cli.terminal.Progress;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.TopicApplier;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker whose data stays, a registry whose data stays, and the topics. */
final class Infrastructure implements AutoCloseable {

    private final Closing closing;
    private final RegistryProcess registry;
    private final ClusterConnection connection;

    private Infrastructure(Closing closing, RegistryProcess registry, ClusterConnection connection) {
        this.closing = closing;
        this.registry = registry;
        this.connection = connection;
    }

    /**
     * Starts both, side by side, and creates the topics that are missing.
     *
     * @param program the registry's jar
     * @param data where their data stays
     */
    static Infrastructure start(Path program, Path data, int kafkaPort, int registryPort, Progress progress)
            throws InterruptedException {
        Closing closing = new Closing();
        boolean started = false;
        try {
            progress.now("starting broker and registry");
            RegistryProcess registry =
                    closing.add(RegistryProcess.start(program, data.resolve("registry"), registryPort));
            EmbeddedBroker broker =
                    closing.add(new EmbeddedBroker(BrokerConfig.durable(data.resolve("kafka"), kafkaPort)));
            broker.start();
            progress.done("Kafka broker at " + broker.bootstrapServers());
            registry.awaitReady();
            progress.done("schema registry at " + registry.url());
            ClusterConnection connection = ClusterConnection.from(Settings.of(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registry.url())));
            createTopics(connection, progress);
            started = true;
            return new Infrastructure(closing, registry, connection);
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    private static void createTopics(ClusterConnection connection, Progress progress) throws InterruptedException {
        progress.now("creating the topics");
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            progress.done(Applied.summary(new TopicApplier(admin, connection.layout()).apply(), connection.layout()));
        }
    }

    /** How clients reach it. */
    ClusterConnection connection() {
        return connection;
    }

    /** @throws CommandException when the registry has ended by itself */
    void requireHealthy() {
        if (registry.hasEnded()) {
            throw CommandException.failed("the schema registry has ended; its log is " + registry.log(), null);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
