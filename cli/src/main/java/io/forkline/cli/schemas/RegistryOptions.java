package io.forkline.cli.schemas;

import io.forkline.cli.Host;
import io.forkline.cli.cluster.ClusterCheck;
import io.forkline.cli.cluster.ClusterOptions;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import picocli.CommandLine.Mixin;

/** Which registry, and how the cluster's topics are named. No broker is asked. */
final class RegistryOptions {

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /**
     * The connection, when the registry answers.
     *
     * @throws io.forkline.schemas.registry.RegistryUnavailableException when it does not
     */
    ClusterConnection requireRegistry(Host host) {
        Settings settings = cluster.settings();
        ClusterConnection connection = ClusterConnection.from(settings);
        ServiceSettings.from(settings, connection, host.env(), ServiceSettings.state(host.home()));
        ClusterCheck.requireRegistry(connection);
        return connection;
    }
}
