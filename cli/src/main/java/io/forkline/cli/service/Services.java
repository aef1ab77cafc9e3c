package io.forkline.cli.service;

import io.forkline.aggregator.AggregatorService;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.snapshots.SnapshotService;
import io.forkline.snapshots.builder.BuildProgress;
import io.forkline.workers.ForkListener;
import io.forkline.workers.ForkWorkerService;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Makes the services for one cluster. The caller closes registry and provider after them.
 *
 * @param settings how each of them runs
 * @param registry where schemas are numbered
 */
public record Services(ServiceSettings settings, SchemaRegistry registry) {

    /** The planner and the snapshot builder. */
    public Service snapshots(Environments environments, SandboxProvider provider, BuildProgress progress) {
        SnapshotService service = new SnapshotService(
                connection(), registry, environments, provider, settings.snapshots(), hostName(), progress);
        return new Service("snapshot service", service::start, service::running, service::failure, service);
    }

    /** The fork workers. */
    public Service workers(SandboxProvider provider, TargetStore targets, ForkListener listener) {
        ForkWorkerService service =
                new ForkWorkerService(connection(), registry, provider, targets, settings.workers(), hostName(), listener);
        return new Service("fork worker", service::start, service::running, service::failure, service);
    }

    /** The aggregator and the lead. */
    public Service aggregator() {
        AggregatorService service = new AggregatorService(connection(), registry, settings.aggregator());
        return new Service("aggregator", service::start, service::running, service::failure, service);
    }

    private ClusterConnection connection() {
        return settings.connection();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
