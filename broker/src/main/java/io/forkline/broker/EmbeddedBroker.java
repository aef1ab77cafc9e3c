package io.forkline.broker;

import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker inside this JVM. {@link #start()} returns when clients may connect. Both it and
 * {@link #close()} may be called twice; a closed broker may be started again, and finds its data if it keeps it.
 * Safe for use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final BrokerConfig config;
    private final DataDirectory directory;
    private Optional<Running> running = Optional.empty();

    private record Running(KafkaRaftServer server, String bootstrapServers) {}

    public EmbeddedBroker(BrokerConfig config) {
        this.config = config;
        this.directory = new DataDirectory(config.directory());
    }

    /**
     * Starts the broker, on a directory that is formatted first when it is new.
     *
     * @throws BrokerException if the port is taken or the directory cannot be used; nothing is left running
     */
    public synchronized EmbeddedBroker start() {
        if (running.isEmpty()) {
            Ports ports = Ports.choose(config);
            directory.prepare();
            running = Optional.of(
                    new Running(NeutralLocale.during(() -> serve(ports)), config.host() + ":" + ports.clients()));
        }
        return this;
    }

    /**
     * Where clients connect, as {@code host:port}.
     *
     * @throws IllegalStateException if the broker is not running
     */
    public synchronized String bootstrapServers() {
        return running.orElseThrow(() -> new IllegalStateException("the broker is not running"))
                .bootstrapServers();
    }

    /** Stops the broker and, if it does not keep its data, deletes its directory. */
    @Override
    public synchronized void close() {
        if (running.isPresent()) {
            stop(running.get().server());
            running = Optional.empty();
            if (!config.keepsData()) {
                directory.delete();
            }
        }
    }

    private KafkaRaftServer serve(Ports ports) {
        var server = new KafkaRaftServer(new KafkaConfig(ServerProperties.of(config, ports), false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            stop(server);
            throw new BrokerException(
                    "the broker did not start on " + config.host() + ":" + ports.clients() + ": " + e.getMessage(), e);
        }
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }
}
