package io.forkline.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What an {@link EmbeddedBroker} is told.
 *
 * @param directory where the logs are; created when it is not there
 * @param host the address to listen on
 * @param advertisedHost the name or address that clients are told, where that is another; this JVM then has a listener of its own at the
 *     loopback address, and need not know the name
 * @param port the port for clients, 0 for any that is free
 * @param keepsData whether the directory outlives {@link EmbeddedBroker#close()}; if not, it is deleted with all that
 *     is in it
 * @param shortestLock the shortest acquisition lock a share group may ask for, 1 s to 30 s
 * @param longestLock the longest acquisition lock a share group may ask for, 30 s to 1 h
 * @param mostMembers members of a share group, 1 to 1000; each slot of each worker is one
 * @param shareSession how long a member of a share group may be silent until it is one no more, 1 s to 45 s
 * @param clients how clients reach it and prove who they are
 */
public record BrokerConfig(
        Path directory,
        String host,
        Optional<String> advertisedHost,
        int port,
        boolean keepsData,
        Duration shortestLock,
        Duration longestLock,
        int mostMembers,
        Duration shareSession,
        ClientAccess clients) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration KAFKA_SHORTEST_LOCK = Duration.ofSeconds(15);
    private static final Duration KAFKA_LONGEST_LOCK = Duration.ofSeconds(60);
    private static final Duration KAFKA_SHARE_SESSION = Duration.ofSeconds(45);
    /** As many as Kafka allows; its default of 200 is one worker with all the slots that one may have. */
    private static final int KAFKA_MOST_MEMBERS = 1_000;

    public BrokerConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the broker's host is blank; use an address such as " + LOOPBACK);
        }
        if (advertisedHost.isPresent() && advertisedHost.get().isBlank()) {
            throw new IllegalArgumentException(
                    "the broker's advertised host is blank; use the name by which clients reach it");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the broker's port is " + port + "; use 0 (any that is free) to 65535");
        }
        requireBetween("shortest lock", shortestLock, Duration.ofSeconds(1), Duration.ofSeconds(30));
        requireBetween("longest lock", longestLock, Duration.ofSeconds(30), Duration.ofHours(1));
        requireBetween("session of share groups", shareSession, Duration.ofSeconds(1), KAFKA_SHARE_SESSION);
        if (mostMembers < 1 || mostMembers > KAFKA_MOST_MEMBERS) {
            throw new IllegalArgumentException("the broker's share groups have at most " + mostMembers
                    + " members; use 1 to " + KAFKA_MOST_MEMBERS);
        }
    }

    /** A broker on a free loopback port that deletes its directory when it is closed. */
    public static BrokerConfig ephemeral(Path directory) {
        return new BrokerConfig(
                directory,
                LOOPBACK,
                Optional.empty(),
                0,
                false,
                KAFKA_SHORTEST_LOCK,
                KAFKA_LONGEST_LOCK,
                KAFKA_MOST_MEMBERS,
                KAFKA_SHARE_SESSION,
                ClientAccess.OPEN);
    }

    /** A broker on this loopback port that finds its data again at the next start. */
    public static BrokerConfig durable(Path directory, int port) {
        return new BrokerConfig(
                directory,
                LOOPBACK,
                Optional.empty(),
                port,
                true,
                KAFKA_SHORTEST_LOCK,
                KAFKA_LONGEST_LOCK,
                KAFKA_MOST_MEMBERS,
                KAFKA_SHARE_SESSION,
                ClientAccess.OPEN);
    }

    /** The same broker for clients on other hosts, who reach it by this address. */
    public BrokerConfig withHost(String newHost) {
        return new BrokerConfig(
                directory,
                newHost,
                advertisedHost,
                port,
                keepsData,
                shortestLock,
                longestLock,
                mostMembers,
                shareSession,
                clients);
    }

    /** The same broker for clients who are told another name or address than it listens on, as in a network of containers. */
    public BrokerConfig withAdvertisedHost(String newAdvertisedHost) {
        return new BrokerConfig(
                directory,
                host,
                Optional.of(newAdvertisedHost),
                port,
                keepsData,
                shortestLock,
                longestLock,
                mostMembers,
                shareSession,
                clients);
    }

    /** The same broker with share groups that may ask for shorter locks, as tests do. */
    public BrokerConfig withShortestLock(Duration newShortestLock) {
        return new BrokerConfig(
                directory,
                host,
                advertisedHost,
                port,
                keepsData,
                newShortestLock,
                longestLock,
                mostMembers,
                shareSession,
                clients);
    }

    /** The same broker with smaller share groups, as a test needs to fill one. */
    public BrokerConfig withMostMembers(int newMostMembers) {
        return new BrokerConfig(
                directory,
                host,
                advertisedHost,
                port,
                keepsData,
                shortestLock,
                longestLock,
                newMostMembers,
                shareSession,
                clients);
    }

    /** The same broker, which sooner takes a silent member of a share group for gone. */
    public BrokerConfig withShareSession(Duration newShareSession) {
        return new BrokerConfig(
                directory,
                host,
                advertisedHost,
                port,
                keepsData,
                shortestLock,
                longestLock,
                mostMembers,
                newShareSession,
                clients);
    }

    /** The same broker for clients that have to prove who they are. */
    public BrokerConfig withClients(ClientAccess newClients) {
        return new BrokerConfig(
                directory,
                host,
                advertisedHost,
                port,
                keepsData,
                shortestLock,
                longestLock,
                mostMembers,
                shareSession,
                newClients);
    }

    /** Whether this JVM and other brokers have a listener that clients do not: those are told another name, or asked who they are. */
    boolean hasInternalListener() {
        return advertisedHost.isPresent() || !clients.isOpen();
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("the broker's " + name + " is " + value.toMillis() + " ms; use "
                    + least.toMillis() + " to " + most.toMillis() + " ms");
        }
    }
}
