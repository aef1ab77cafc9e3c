package io.forkline.broker;

import java.util.Properties;

/** The settings of a Kafka that is small and quick to start and to stop. */
final class ServerProperties {

    static final String CONTROLLER_LISTENER = "CONTROLLER";
    static final int INTERNAL_PARTITIONS = 2;

    private static final String INTERNAL_LISTENER = "INTERNAL";
    private static final String HEARTBEAT_MS = "500";

    private ServerProperties() {}

    static Properties of(BrokerConfig config, Seat seat) {
        var properties = new Properties();
        node(properties, config, seat);
        listeners(properties, config, seat.ports());
        replication(properties, seat);
        elections(properties, seat);
        groups(properties);
        shareGroups(properties, config.shareGroups());
        smallAndQuick(properties);
        // Costs a third of a second. Without it the next start waits until the session of this one is over.
        properties.setProperty("controlled.shutdown.enable", Boolean.toString(config.keepsData() && seat.isAlone()));
        properties.putAll(config.clients().properties());
        return properties;
    }

    private static void node(Properties properties, BrokerConfig config, Seat seat) {
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(seat.node()));
        properties.setProperty("controller.quorum.voters", seat.voters());
        properties.setProperty("log.dirs", config.directory().toAbsolutePath().toString());
        properties.setProperty("auto.create.topics.enable", "false");
    }

    private static void listeners(Properties properties, BrokerConfig config, Ports ports) {
        String clients = ClientAccess.LISTENER + "://" + config.host() + ":" + ports.clients();
        String advertised =
                ClientAccess.LISTENER + "://" + config.advertisedHost().orElse(config.host()) + ":" + ports.clients();
        // Nobody but this JVM talks to these.
        String internal = INTERNAL_LISTENER + "://127.0.0.1:" + ports.internal();
        String controller = CONTROLLER_LISTENER + "://127.0.0.1:" + ports.controller();
        String among = config.hasInternalListener() ? "," + internal : "";
        properties.setProperty("listeners", clients + among + "," + controller);
        properties.setProperty("advertised.listeners", advertised + among);
        properties.setProperty(
                "inter.broker.listener.name", among.isEmpty() ? ClientAccess.LISTENER : INTERNAL_LISTENER);
        properties.setProperty("controller.listener.names", CONTROLLER_LISTENER);
        properties.setProperty(
                "listener.security.protocol.map",
                ClientAccess.LISTENER + ":" + config.clients().protocol() + "," + INTERNAL_LISTENER + ":PLAINTEXT,"
                        + CONTROLLER_LISTENER + ":PLAINTEXT");
    }

    private static void replication(Properties properties, Seat seat) {
        String replicas = Integer.toString(seat.replicas());
        String inSync = Integer.toString(seat.inSync());
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            properties.setProperty(topic + ".num.partitions", Integer.toString(INTERNAL_PARTITIONS));
            properties.setProperty(topic + ".replication.factor", replicas);
        }
        properties.setProperty("transaction.state.log.min.isr", inSync);
        properties.setProperty("share.coordinator.state.topic.min.isr", inSync);
        properties.setProperty("default.replication.factor", replicas);
        properties.setProperty("min.insync.replicas", inSync);
    }

    /**
     * Who is alone need not wait for votes; others would take a busy moment of their controller for its end.
     *
     * <p>A broker that is silent for longer than its session loses its partitions, and loads its groups again when it has them back. Kafka 4.3 takes the end of one such
     * load for that of the next, when they follow each other closely, and then has no groups: so a busy moment must not be the end of the only broker. After a
     * crash, a start waits for as long.
     */
    private static void elections(Properties properties, Seat seat) {
        properties.setProperty("controller.quorum.election.timeout.ms", seat.isAlone() ? "100" : "1000");
        properties.setProperty("controller.quorum.election.backoff.max.ms", seat.isAlone() ? "50" : "500");
        properties.setProperty("broker.session.timeout.ms", seat.isAlone() ? "9000" : "3000");
    }

    /** A first task arrives after one heartbeat of its group, and nobody waits for members that do not come. */
    private static void groups(Properties properties) {
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        properties.setProperty("group.streams.initial.rebalance.delay.ms", "0");
        for (String kind : new String[] {"share", "consumer", "streams"}) {
            properties.setProperty("group." + kind + ".heartbeat.interval.ms", HEARTBEAT_MS);
            properties.setProperty("group." + kind + ".min.heartbeat.interval.ms", HEARTBEAT_MS);
            properties.setProperty("group." + kind + ".assignment.interval.ms", "0");
        }
    }

    private static void shareGroups(Properties properties, ShareGroupLimits limits) {
        properties.setProperty(
                "group.share.min.record.lock.duration.ms",
                Long.toString(limits.shortestLock().toMillis()));
        properties.setProperty(
                "group.share.max.record.lock.duration.ms",
                Long.toString(limits.longestLock().toMillis()));
        String session = Long.toString(limits.session().toMillis());
        properties.setProperty("group.share.session.timeout.ms", session);
        properties.setProperty("group.share.min.session.timeout.ms", session);
        properties.setProperty("group.share.max.size", Integer.toString(limits.mostMembers()));
    }

    private static void smallAndQuick(Properties properties) {
        // 128 MiB by default, allocated at start.
        properties.setProperty("log.cleaner.dedupe.buffer.size", "4194304");
        properties.setProperty("log.cleaner.io.buffer.size", "65536");
        properties.setProperty("log.segment.delete.delay.ms", "1000");
        properties.setProperty("num.network.threads", "2");
        properties.setProperty("num.io.threads", "4");
        properties.setProperty("num.recovery.threads.per.data.dir", "2");
        properties.setProperty("broker.heartbeat.interval.ms", "500");
        properties.setProperty("server.max.startup.time.ms", "60000");
        properties.setProperty("remote.log.storage.system.enable", "false");
    }
}
