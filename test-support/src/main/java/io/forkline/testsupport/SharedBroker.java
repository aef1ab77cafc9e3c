package io.forkline.testsupport;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.EmbeddedBroker;
import io.forkline.broker.ShareGroupLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;

/** The one broker of a test JVM, and the one admin client that all tests share. JUnit's store closes it in the end. */
final class SharedBroker implements AutoCloseable {

    /** Short enough for a test to see a lock lapse. Kafka allows no shorter one. */
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(1);

    private static final ThreadGroup THREADS = new ThreadGroup("test-broker");

    private final AtomicInteger count = new AtomicInteger();
    private final EmbeddedBroker broker;
    private final Admin admin;

    private SharedBroker(EmbeddedBroker broker, Admin admin) {
        this.broker = broker;
        this.admin = admin;
    }

    static SharedBroker start() {
        try {
            // In threads of its own group, which all its threads inherit.
            var started = new FutureTask<>(SharedBroker::startInGroup);
            new Thread(THREADS, started, "broker-start").start();
            return started.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker started", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the tests' broker did not start", e.getCause());
        }
    }

    private static SharedBroker startInGroup() throws IOException {
        var directory = Files.createTempDirectory("forkline-test-broker");
        var config = BrokerConfig.ephemeral(directory)
                .withShareGroups(ShareGroupLimits.DEFAULT
                        .withShortestLock(SHORTEST_LOCK)
                        .withMostMembers(TestBroker.MOST_MEMBERS));
        var broker = new EmbeddedBroker(config).start();
        return new SharedBroker(broker, Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers())));
    }

    /** Whether a thread is the broker's or its admin client's, and so nobody's leak. */
    static boolean owns(Thread thread) {
        return thread.getThreadGroup() == THREADS;
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
