package io.forkline.broker;

import java.net.BindException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka broker inside this JVM. {@link #start()} returns when clients may connect. Both it and
 * {@link #close()} may be called twice; a closed broker may be started again, and finds its data if it keeps it.
 * Safe for use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final int PORT_ATTEMPTS = 3;

    private final BrokerConfig config;
    private final DataDirectory directory;
    private Optional<Running> running = Optional.empty();

    private record Running(KafkaRaftServer server, String bootstrapServers) {}

    public EmbeddedBroker(BrokerConfig config) {
        this.config = config;
        this.directory = new DataDirectory(config.directory());
    }

    /**
     * Starts the broker, on a directory that is formatted first when it is new. An interrupt does not cut the start short, which
     * takes seconds, and is kept for what the caller does next.
     *
     * @throws BrokerException if the port is taken or the directory cannot be used; nothing is left running
     */
    public synchronized EmbeddedBroker start() {
        if (running.isEmpty()) {
            try {
                running = Optional.of(
                        Undisturbed.call("embedded-broker-start", () -> NeutralLocale.during(this::serveOnSomePort)));
            } catch (BrokerException e) {
                deleteIfEphemeral();
                throw e;
            }
        }
        return this;
    }

    /**
     * Where clients in this JVM and on this machine connect, as {@code host:port}.
     *
     * @throws IllegalStateException if the broker is not running
     */
    public synchronized String bootstrapServers() {
        return running.orElseThrow(() -> new IllegalStateException("the broker is not running"))
                .bootstrapServers();
    }

    /** Stops the broker and, if it does not keep its data, deletes its directory. An interrupt is kept, as by {@link #start}. */
    @Override
    public synchronized void close() {
        if (running.isPresent()) {
            KafkaRaftServer server = running.get().server();
            Undisturbed.run("embedded-broker-stop", () -> stop(server));
            running = Optional.empty();
            deleteIfEphemeral();
        }
    }

    private Running serveOnSomePort() {
        for (int attempt = 1; ; attempt++) {
            Ports ports = Ports.choose(config);
            directory.prepare();
            try {
                return new Running(serve(ports), address(ports));
            } catch (BrokerException e) {
                // A port that was free when we looked may be taken when Kafka binds it.
                if (attempt == PORT_ATTEMPTS || !isOfBinding(e)) {
                    throw e;
                }
            }
        }
    }

    private KafkaRaftServer serve(Ports ports) {
        var server = new KafkaRaftServer(new KafkaConfig(ServerProperties.of(config, ports), false), Time.SYSTEM);
        try {
            server.startup();
            ShareState.prepare(address(ports));
            return server;
        } catch (RuntimeException e) {
            stop(server);
            throw new BrokerException(
                    "the broker did not start on " + config.host() + ":" + ports.clients() + ": " + e.getMessage(), e);
        }
    }

    private static boolean isOfBinding(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(BindException.class::isInstance);
    }

    private void deleteIfEphemeral() {
        if (!config.keepsData()) {
            directory.delete();
        }
    }

    private String address(Ports ports) {
        return config.advertisedHost().isPresent() ? "127.0.0.1:" + ports.own() : config.host() + ":" + ports.clients();
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }
}
