package io.forkline.snapshots;

import io.forkline.leases.LeasedWorkers;
import io.forkline.leases.TaskSource;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.health.PartHealth;
import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.ShareGroup;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.snapshots.builder.BuildProgress;
import io.forkline.snapshots.builder.SnapshotBuilder;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.topologies.CatalogueCheck;
import io.forkline.topologies.TopologyRunner;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The planner topology and the snapshot builder of one process. The topics must be there. The caller closes the registry and
 * the provider, after this.
 */
public final class SnapshotService implements AutoCloseable {

    private final ClusterConnection connection;
    private final TopologyRunner planner;
    private final LeasedWorkers<SnapshotRequested> builder;

    /**
     * @param environments what jobs may name and builders can build
     * @param host name of this host, for the snapshot events
     * @param progress hears what is built
     * @param meters counts what is planned and built     * @param tracing hears of stages
     */
    public SnapshotService(
            ClusterConnection connection,
            SchemaRegistry registry,
            Environments environments,
            SandboxProvider provider,
            SnapshotServiceConfig config,
            String host,
            BuildProgress progress,
            Meters meters,
            Tracing tracing) {
        this.connection = connection;
        this.planner = new TopologyRunner(
                connection,
                StreamsApplication.PLANNER,
                PlannerTopology.of(
                        connection, registry, environments, config.admission(), config.scheduling(), meters, tracing),
                config.topology(),
                meters);
        SnapshotBuilder handler = new SnapshotBuilder(
                environments,
                provider,
                progress,
                connection.codec(registry, ForklineTopic.SNAPSHOTS, SnapshotEvent.class),
                connection.layout().name(ForklineTopic.SNAPSHOTS),
                host,
                Clock.systemUTC(),
                meters,
                tracing);
        this.builder = new LeasedWorkers<>(
                connection.kafkaProperties(),
                TaskSource.of(connection.layout(), ShareGroup.SNAPSHOT_BUILDERS),
                config.builder(),
                connection.codec(registry, ForklineTopic.SNAPSHOT_REQUESTS, SnapshotRequested.class)::decode,
                handler,
                meters);
    }

    /**
     * Checks the topics, starts both, and returns. Call once.
     *
     * @throws io.forkline.schemas.topic.TopicsException when a topic is missing or has other partitions than configured: jobs
     *     would meet their reports in other partitions
     */
    public void start() {
        CatalogueCheck.verify(connection, Party.SNAPSHOT_SERVICE);
        planner.start();
        builder.start();
    }

    /** Completes when the planner runs for the first time; fails when it stops before. */
    public CompletableFuture<Void> running() {
        return planner.running();
    }

    /** Why the planner or the builder stopped by itself; empty while all is well. */
    public Optional<Throwable> failure() {
        return planner.failure().or(this::builderFailure);
    }

    /** How the planner and the builder are at this moment. */
    public List<PartHealth> health() {
        return List.of(
                new PartHealth("planner topology", planner.condition()),
                new PartHealth("snapshot builder", builder.condition()));
    }

    /** Takes no more requests, waits for what is being built as long as configured, and stops. May be called twice. */
    @Override
    public void close() {
        planner.beginToClose();
        builder.close();
        planner.close();
    }

    private Optional<Throwable> builderFailure() {
        CompletableFuture<Void> ended = builder.ended();
        return ended.isCompletedExceptionally() ? Optional.of(ended.exceptionNow()) : Optional.empty();
    }
}
