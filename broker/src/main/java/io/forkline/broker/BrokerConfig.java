package io.forkline.broker;

import java.nio.file.Path;
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
 * @param shareGroups what share groups may do
 * @param clients how clients reach it and prove who they are
 */
public record BrokerConfig(
        Path directory,
        String host,
        Optional<String> advertisedHost,
        int port,
        boolean keepsData,
        ShareGroupLimits shareGroups,
        ClientAccess clients) {

    private static final String LOOPBACK = "127.0.0.1";

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
    }

    private BrokerConfig(Path directory, int port, boolean keepsData) {
        this(directory, LOOPBACK, Optional.empty(), port, keepsData, ShareGroupLimits.DEFAULT, ClientAccess.OPEN);
    }

    /** A broker on a free loopback port that deletes its directory when it is closed. */
    public static BrokerConfig ephemeral(Path directory) {
        return new BrokerConfig(directory, 0, false);
    }

    /** A broker on this loopback port that finds its data again at the next start. */
    public static BrokerConfig durable(Path directory, int port) {
        return new BrokerConfig(directory, port, true);
    }

    /** The same broker for clients on other hosts, who reach it by this address. */
    public BrokerConfig withHost(String newHost) {
        return new BrokerConfig(directory, newHost, advertisedHost, port, keepsData, shareGroups, clients);
    }

    /** The same broker for clients who are told another name or address than it listens on, as in a network of containers. */
    public BrokerConfig withAdvertisedHost(String newAdvertisedHost) {
        return new BrokerConfig(directory, host, Optional.of(newAdvertisedHost), port, keepsData, shareGroups, clients);
    }

    /** The same broker with share groups that may do something else. */
    public BrokerConfig withShareGroups(ShareGroupLimits newShareGroups) {
        return new BrokerConfig(directory, host, advertisedHost, port, keepsData, newShareGroups, clients);
    }

    /** The same broker for clients that have to prove who they are. */
    public BrokerConfig withClients(ClientAccess newClients) {
        return new BrokerConfig(directory, host, advertisedHost, port, keepsData, shareGroups, newClients);
    }

    /** Whether this JVM and other brokers have a listener that clients do not: those are told another name, or asked who they are. */
    boolean hasInternalListener() {
        return advertisedHost.isPresent() || !clients.isOpen();
    }
}
