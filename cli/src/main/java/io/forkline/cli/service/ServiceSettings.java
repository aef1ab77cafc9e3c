package io.forkline.cli.service;

import io.forkline.aggregator.AggregatorConfig;
import io.forkline.cli.log.LogConfig;
import io.forkline.cli.status.StatusConfig;
import io.forkline.sandbox.ForklineHome;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import io.forkline.snapshots.SnapshotServiceConfig;
import io.forkline.workers.ForkWorkerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * All settings there are, so that one file does for every service and a key that nobody knows is refused.
 *
 * @param connection where the cluster is
 * @param environments folder of the environments, of planner and workers alike; empty for the one beside the launcher. Key: {@code
 *     environments.dir}
 * @param snapshots the planner and the snapshot builder
 * @param workers the fork workers
 * @param aggregator the aggregator and the lead
 * @param status where they say how they are
 * @param tracing where spans of jobs go
 * @param log what the log looks like, which is in force since the start of the process
 */
public record ServiceSettings(
        ClusterConnection connection,
        Optional<Path> environments,
        SnapshotServiceConfig snapshots,
        ForkWorkerConfig workers,
        AggregatorConfig aggregator,
        StatusConfig status,
        TracingSettings tracing,
        LogConfig log) {

    /**
     * Takes everything from the settings.
     *
     * @param state folder of the state stores, unless the settings name another
     * @throws io.forkline.schemas.settings.SettingsException when a key is unknown or a value cannot be used
     */
    public static ServiceSettings from(
            Settings settings, ClusterConnection connection, Map<String, String> env, Path state) {
        ServiceSettings all = new ServiceSettings(
                connection,
                settings.text("environments.dir").map(Path::of),
                SnapshotServiceConfig.from(settings, state.resolve("planner")),
                ForkWorkerConfig.from(settings, env),
                AggregatorConfig.from(settings, env, state.resolve("aggregator")),
                StatusConfig.from(settings),
                TracingSettings.from(settings, env),
                LogConfig.from(settings, env));
        settings.refuseUnknown();
        return all;
    }

    /** Where the state stores of a home are. */
    public static Path state(ForklineHome home) {
        return home.root().resolve("state");
    }
}
