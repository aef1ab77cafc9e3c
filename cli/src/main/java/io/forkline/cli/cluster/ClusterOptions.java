package io.forkline.cli.cluster;

import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.cli.service.ConfigOption;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the cluster is. An option goes before the same key of the configuration file. */
public final class ClusterOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers, with commas between (bootstrap.servers; default localhost:9092).")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description =
                    "Registry with Confluent's API (schema.registry.url; default http://localhost:8081/apis/ccompat/v7).")
    private @Nullable String schemaRegistry;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            description = "What the names of all topics begin with (topics.prefix; default forkline.).")
    private @Nullable String topicPrefix;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings as KEY=VALUE lines; kafka.* goes to every Kafka client. A value may name a secret:"
                    + " $${env:NAME}, $${directory:FOLDER:FILE}, $${file:FILE:KEY}.")
    private @Nullable Path config;

    /**
     * The settings of the file, and over them the options.
     *
     * @throws io.forkline.schemas.settings.SettingsException when the file cannot be read
     */
    public Settings settings() {
        Map<String, String> options = new HashMap<>();
        put(options, "bootstrap.servers", bootstrapServers);
        put(options, "schema.registry.url", schemaRegistry);
        put(options, "topics.prefix", topicPrefix);
        return ConfigOption.load(config).with(options);
    }

    /** Whether the caller named a cluster at all. */
    public boolean isGiven() {
        return bootstrapServers != null || schemaRegistry != null || topicPrefix != null || config != null;
    }

    /**
     * The cluster, when it is there. For commands that read the topics themselves.
     *
     * @throws CommandException when it is not
     */
    public ClusterConnection requireCluster(Host host) throws InterruptedException {
        ClusterConnection connection = checked(host);
        ClusterCheck.requireReachable(connection);
        return connection;
    }

    /** As {@link #requireCluster}, for those who need no registry. */
    ClusterConnection requireBroker(Host host) throws InterruptedException {
        ClusterConnection connection = checked(host);
        ClusterCheck.requireBroker(connection);
        return connection;
    }

    /** The cluster that is named, whether it is there or not. All settings are known and can be used. */
    ClusterConnection checked(Host host) {
        Settings settings = settings();
        ClusterConnection connection = ClusterConnection.from(settings);
        ServiceSettings.from(settings, connection, host.env(), ServiceSettings.state(host.home()));
        return connection;
    }

    private static void put(Map<String, String> options, String key, @Nullable String value) {
        if (value != null) {
            options.put(key, value);
        }
    }
}
