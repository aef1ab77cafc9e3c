package io.forkline.testsupport;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** The one broker of a test JVM, and the one admin client that all tests share. */
@SuppressWarnings("deprecation") // Of JUnit's CloseableResource; its successor AutoCloseable is opt-in before JUnit 6.
final class SharedBroker implements CloseableResource {

    /** Short enough for a test to see a lock lapse. Kafka allows no shorter one. */
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);

    private final AtomicInteger count = new AtomicInteger();
    private final EmbeddedBroker broker;
    private final Admin admin;

    private SharedBroker(EmbeddedBroker broker, Admin admin) {
        this.broker = broker;
        this.admin = admin;
    }

    static SharedBroker start() {
        try {
            // Inside a new directory, as the broker deletes its own and may leave late files of its log threads.
            var directory = Files.createTempDirectory("forkline-test-broker");
            var config = BrokerConfig.ephemeral(directory).withShortestLock(SHORTEST_LOCK);
            var broker = new EmbeddedBroker(config).start();
            return new SharedBroker(broker, Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, (Object)
                    broker.bootstrapServers())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestBroker forTests(String name) {
        return new TestBroker(broker.bootstrapServers(), admin, name + "-" + count.incrementAndGet() + ".");
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
