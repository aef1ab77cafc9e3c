package io.forkline.broker;

import java.net.BindException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
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
    private final Supplier<Seat> seats;
    private final DataDirectory directory;
    private Optional<Running> running = Optional.empty();

    private record Running(KafkaRaftServer server, Seat seat) {}

    public EmbeddedBroker(BrokerConfig config) {
        this(config, () -> Seat.alone(Ports.choose(config)));
    }

    /** @param seats gives another one where the ports of the last turned out to be taken, if there can be another */
    EmbeddedBroker(BrokerConfig config, Supplier<Seat> seats) {
        this.config = config;
        this.seats = seats;
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
            start(() -> NeutralLocale.during(this::serveOnSomePort));
        }
        return this;
    }

    /** Starts it among others that start now. The caller sees to a neutral locale, and to what share groups need. */
    synchronized void join() {
        start(this::serveOnSomePort);
    }

    private void start(Supplier<Running> serving) {
        try {
            running = Optional.of(Undisturbed.call("embedded-broker-start", serving));
        } catch (BrokerException e) {
            deleteIfEphemeral();
            throw e;
        }
    }

    /**
     * Where clients in this JVM and on this machine connect, as {@code host:port}.
     *
     * @throws IllegalStateException if the broker is not running
     */
    public synchronized String bootstrapServers() {
        return address(running().seat());
    }

    /**
     * Where whoever sets the broker up connects, without proving anything, as {@code host:port}: where clients do, unless those have to prove who they
     * are.
     *
     * @throws IllegalStateException if the broker is not running
     */
    public synchronized String internalServers() {
        return internal(running().seat());
    }

    /** Where clients connect while it runs, for a node whose ports are given. */
    String address() {
        return config.host() + ":" + config.port();
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

    private Running running() {
        return running.orElseThrow(() -> new IllegalStateException("the broker is not running"));
    }

    private Running serveOnSomePort() {
        for (int attempt = 1; ; attempt++) {
            Seat seat = seats.get();
            directory.prepare(seat);
            try {
                return new Running(serve(seat), seat);
            } catch (BrokerException e) {
                // A port that was free when we looked may be taken when Kafka binds it.
                if (attempt == PORT_ATTEMPTS || !isOfBinding(e)) {
                    throw e;
                }
            }
        }
    }

    private KafkaRaftServer serve(Seat seat) {
        var server = new KafkaRaftServer(new KafkaConfig(ServerProperties.of(config, seat), false), Time.SYSTEM);
        try {
            server.startup();
            if (seat.isAlone()) {
                ShareState.prepare(internal(seat), seat);
            }
            return server;
        } catch (RuntimeException e) {
            stop(server);
            throw new BrokerException(
                    "the broker did not start on " + config.host() + ":"
                            + seat.ports().clients() + ": " + e.getMessage(),
                    e);
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

    private String address(Seat seat) {
        return config.clients().isOpen()
                ? internal(seat)
                : config.host() + ":" + seat.ports().clients();
    }

    private String internal(Seat seat) {
        return config.hasInternalListener()
                ? "127.0.0.1:" + seat.ports().internal()
                : config.host() + ":" + seat.ports().clients();
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }
}
