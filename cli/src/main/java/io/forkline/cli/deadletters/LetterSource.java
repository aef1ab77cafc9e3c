package io.forkline.cli.deadletters;

import io.forkline.cli.Host;
import io.forkline.cli.cluster.ClusterCheck;
import io.forkline.cli.cluster.ClusterOptions;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import picocli.CommandLine.Mixin;

/** Of which cluster the dead letters are. */
final class LetterSource {

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** The cluster that the options name. Nothing is asked of it yet. */
    ClusterConnection connection(Host host) {
        Settings settings = cluster.settings();
        ClusterConnection connection = ClusterConnection.from(settings);
        ServiceSettings.from(settings, connection, host.env(), ServiceSettings.state(host.home()));
        return connection;
    }

    /** Its dead letters, once a broker has answered. Reading them takes no registry. */
    static LetterLog open(ClusterConnection connection) throws InterruptedException {
        ClusterCheck.requireBroker(connection);
        return LetterLog.open(connection);
    }
}
