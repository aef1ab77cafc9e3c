package io.forkline.cli.cluster;

import io.forkline.cli.Host;
import io.forkline.cli.log.LogOptions;
import io.forkline.cli.schemas.SchemaCatalogue;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.schemas.access.AccessCheck;
import io.forkline.schemas.access.AccessTable;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a service of its own process runs. */
public final class ServiceOptions {

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Folder of the state stores; two services of a kind on one host need two. Default"
                    + " FORKLINE_HOME/state.")
    private @Nullable Path state;

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            description =
                    "Serve /health/ready, /health/live and /metrics there (health.port), at 127.0.0.1 unless health.host names"
                            + " another address; 0 for a free port. Default: nowhere.")
    private @Nullable String healthPort;

    /**
     * All settings of the file and the options.
     *
     * @param overrides keys that the command's own options set
     */
    public ServiceSettings settings(Host host, Map<String, String> overrides) {
        Map<String, String> options = new HashMap<>(overrides);
        options.putAll(log.settings());
        if (healthPort != null) {
            options.put("health.port", healthPort);
        }
        Settings settings = cluster.settings().with(options);
        ClusterConnection connection = ClusterConnection.from(settings);
        return ServiceSettings.from(
                settings, connection, host.env(), state == null ? ServiceSettings.state(host.home()) : state);
    }

    /**
     * Returns when broker and registry answer, the topics of the service are as the catalogue says, it may use them, and its schemas are registered.
     *
     * @throws io.forkline.cli.CommandException naming what cannot be reached
     * @throws io.forkline.schemas.topic.TopicsException naming the topics that are not there, or the ACLs that are lacking
     */
    public static void requireCluster(ClusterConnection connection, Party service) throws InterruptedException {
        ClusterCheck.requireReachable(connection);
        try (Admin admin = Admin.create(connection.kafkaProperties())) {
            new AccessCheck(admin, connection.layout(), service).verify();
        }
        SchemaCatalogue.requireRegistered(connection, AccessTable.written(service, connection.layout()));
    }
}
