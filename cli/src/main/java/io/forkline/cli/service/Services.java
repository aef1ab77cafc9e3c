package io.forkline.cli.service;

import io.forkline.aggregator.AggregatorService;
import io.forkline.aggregator.lead.LeadListener;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.snapshots.SnapshotService;
import io.forkline.snapshots.builder.BuildProgress;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.workers.ForkListener;
import io.forkline.workers.ForkWorkerService;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Makes the services for one cluster. The caller closes registry and provider after them.
 *
 * @param settings how each of them runs
 * @param registry where schemas are numbered
 * @param meters what they record by
 * @param tracing hears of the stages of jobs; closed after the services too
 */
public record Services(ServiceSettings settings, SchemaRegistry registry, Meters meters, Tracing tracing) {

    /** The planner and the snapshot builder. */
    public Service snapshots(Environments environments, SandboxProvider provider, BuildProgress progress) {
        SnapshotService service = new SnapshotService(
                connection(),
                registry,
                environments,
                provider,
                settings.snapshots(),
                hostName(),
                progress,
                meters,
                tracing);
        return new Service(
                "snapshot service", service::start, service::running, service::failure, service::health, service);
    }

    /** The fork workers. */
    public Service workers(
            Environments environments, SandboxProvider provider, TargetStore targets, ForkListener listener) {
        ForkWorkerService service = ForkWorkerService.create(
                connection(),
                registry,
                settings.workers(),
                provider,
                targets,
                environments,
                listener,
                Clock.systemUTC(),
                new Random(),
                meters,
                tracing);
        return new Service(
                "fork worker", service::start, Services::atOnce, () -> failure(service), service::health, service);
    }

    /** The aggregator and the lead. */
    public Service aggregator(LeadListener listener) {
        AggregatorService service =
                new AggregatorService(connection(), registry, settings.aggregator(), listener, meters, tracing);
        return new Service("aggregator", service::start, service::running, service::failure, service::health, service);
    }

    /** A worker has nothing to wait for: tasks come when its group has let it in. */
    private static CompletableFuture<Void> atOnce() {
        return CompletableFuture.completedFuture(null);
    }

    private static Optional<Throwable> failure(ForkWorkerService service) {
        CompletableFuture<Void> ended = service.ended();
        return ended.isCompletedExceptionally() ? Optional.of(ended.exceptionNow()) : Optional.empty();
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
