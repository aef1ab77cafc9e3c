package io.forkline.cli.up;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.BrokerException;
import io.forkline.broker.EmbeddedBroker;
import io.forkline.cli.Closing;
import io.forkline.cli.CommandException;
import io.forkline.cli.cluster.Applied;
import io.forkline.cli.schemas.SchemaRegistration;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Terminal;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.Subjects;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.TopicApplier;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker whose data stays, a registry whose state is in topics of the broker, and Forkline's topics. */
final class Infrastructure implements AutoCloseable {

    private final Closing closing;
    private final RegistryProcess registry;
    private final ClusterConnection connection;
    private final Place place;

    private Infrastructure(Closing closing, RegistryProcess registry, ClusterConnection connection, Place place) {
        this.closing = closing;
        this.registry = registry;
        this.connection = connection;
        this.place = place;
    }

    /**
     * Where it is.
     *
     * @param data where the data stays
     */
    record Place(Path data, Addresses addresses, int kafkaPort, int registryPort) {

        /** The broker, as clients are told. */
        String bootstrapServers() {
            return addresses.advertised() + ":" + kafkaPort;
        }

        /** The registry, as clients may be told. */
        String registryUrl() {
            return "http://" + addresses.advertised() + ":" + registryPort + RegistryProcess.PATH;
        }
    }

    /**
     * Starts the broker, the registry that needs it, and creates the topics that are missing.
     *
     * @param program the registry's jar
     * @param terminal where it says what it has stopped, at its end
     */
    static Infrastructure start(Path program, Place place, Progress progress, Terminal terminal)
            throws InterruptedException {
        Closing closing = new Closing();
        boolean started = false;
        try {
            progress.now("starting the broker");
            EmbeddedBroker broker = new EmbeddedBroker(brokerConfig(place));
            startBroker(broker);
            closing.add(saying(broker, "  the broker has stopped", terminal));
            progress.done("Kafka broker at " + place.bootstrapServers());
            RegistryProcess registry = startRegistry(closing, program, place, broker, progress, terminal);
            progress.done("schema registry at " + place.registryUrl());
            ClusterConnection connection = ClusterConnection.from(Settings.of(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registry.url())));
            createTopics(connection, progress);
            registerSchemas(connection, progress);
            started = true;
            return new Infrastructure(closing, registry, connection, place);
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    private static BrokerConfig brokerConfig(Place place) {
        BrokerConfig config = BrokerConfig.durable(place.data().resolve("kafka"), place.kafkaPort())
                .withHost(place.addresses().host());
        return place.addresses().isAdvertised()
                ? config.withAdvertisedHost(place.addresses().advertised())
                : config;
    }

    private static AutoCloseable saying(AutoCloseable ending, String what, Terminal terminal) {
        return () -> {
            ending.close();
            terminal.err().println(what);
        };
    }

    /** It says what is wrong, and not which option names another port. */
    private static void startBroker(EmbeddedBroker broker) {
        try {
            broker.start();
        } catch (BrokerException e) {
            throw e.getCause() instanceof BindException
                    ? CommandException.failed(e.getMessage() + ", with --kafka-port", e)
                    : e;
        }
    }

    private static RegistryProcess startRegistry(
            Closing closing, Path program, Place place, EmbeddedBroker broker, Progress progress, Terminal terminal)
            throws InterruptedException {
        progress.now("starting the schema registry");
        Path folder = place.data().resolve("registry");
        RegistryProcess registry = RegistryProcess.start(
                program,
                folder,
                place.addresses(),
                place.registryPort(),
                new RegistryStorage.Topics(broker.bootstrapServers()));
        closing.add(saying(registry, "  the schema registry has stopped", terminal));
        registry.awaitReady();
        RegistryMigration migration = new RegistryMigration(program, folder);
        if (migration.isNeeded()) {
            migration.into(registry, progress);
        }
        return registry;
    }

    private static void createTopics(ClusterConnection connection, Progress progress) throws InterruptedException {
        progress.now("creating the topics");
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            progress.done(Applied.summary(new TopicApplier(admin, connection.layout()).apply(), connection.layout()));
        }
    }

    /** All of them, as producers in other languages begin by reading one. */
    private static void registerSchemas(ClusterConnection connection, Progress progress) {
        progress.now("registering the schemas");
        try (Subjects subjects = connection.openSubjects()) {
            progress.done(
                    SchemaRegistration.apply(subjects, connection, line -> {}).summary());
        }
    }

    /** How clients of this process reach it. */
    ClusterConnection connection() {
        return connection;
    }

    Place place() {
        return place;
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
