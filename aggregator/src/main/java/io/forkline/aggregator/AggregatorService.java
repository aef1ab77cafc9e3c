package io.forkline.aggregator;

import io.forkline.aggregator.join.JoinTopology;
import io.forkline.aggregator.lead.LeadListener;
import io.forkline.aggregator.lead.LeadListeners;
import io.forkline.aggregator.lead.LeadMeters;
import io.forkline.aggregator.lead.LeadWorker;
import io.forkline.aggregator.lead.Leads;
import io.forkline.leases.LeasedWorkers;
import io.forkline.leases.TaskSource;
import io.forkline.schemas.access.Party;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.health.PartHealth;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.ShareGroup;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.topologies.CatalogueCheck;
import io.forkline.topologies.TopologyRunner;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** The join topology and the lead worker of one process. The topics must be there. The caller closes the registry, after this. */
public final class AggregatorService implements AutoCloseable {

    private final ClusterConnection connection;
    private final TopologyRunner topology;
    private final Leads leads;
    private final LeasedWorkers<LeadTask> worker;

    /**
     * @param listener hears how the lead is asked
     * @param tracing hears of stages
     */
    public AggregatorService(
            ClusterConnection connection,
            SchemaRegistry registry,
            AggregatorConfig config,
            LeadListener listener,
            Meters meters,
            Tracing tracing) {
        this.connection = connection;
        this.topology = new TopologyRunner(
                connection,
                StreamsApplication.AGGREGATOR,
                JoinTopology.of(connection, registry, config.join(), config.budget(), meters, tracing),
                config.topology(),
                meters);
        this.leads = Leads.of(config.lead(), Clock.systemUTC(), new Random());
        this.worker = new LeasedWorkers<>(
                connection.kafkaProperties(),
                TaskSource.of(connection.layout(), ShareGroup.LEAD_WORKERS),
                config.lead().leases(),
                connection.codec(registry, ForklineTopic.LEAD_TASKS, LeadTask.class)::decode,
                new LeadWorker(
                        leads,
                        connection.codec(registry, ForklineTopic.VERDICTS, LeadVerdict.class),
                        connection.layout().name(ForklineTopic.VERDICTS),
                        new LeadListeners(List.of(new LeadMeters(meters, config.prices()), listener)),
                        System::nanoTime,
                        tracing,
                        Clock.systemUTC()),
                meters);
    }

    /**
     * Checks the topics, starts both, and returns. Call once.
     *
     * @throws io.forkline.schemas.topic.TopicsException when topics are missing or have other partitions than configured
     */
    public void start() {
        CatalogueCheck.verify(connection, Party.AGGREGATOR);
        topology.start();
        worker.start();
    }

    /** Completes when the topology runs for the first time; fails when it stops before. */
    public CompletableFuture<Void> running() {
        return topology.running();
    }

    /** Why the topology or the worker stopped by itself; empty while all is well. */
    public Optional<Throwable> failure() {
        return topology.failure().or(this::workerFailure);
    }

    /** How the topology and the worker are at this moment. */
    public List<PartHealth> health() {
        return List.of(
                new PartHealth("join topology", topology.condition()),
                new PartHealth("lead worker", worker.condition()));
    }

    /** Takes no more tasks, waits for the lead as long as configured, and stops. May be called twice. */
    @Override
    public void close() {
        topology.beginToClose();
        worker.close();
        leads.close();
        topology.close();
    }

    private Optional<Throwable> workerFailure() {
        CompletableFuture<Void> ended = worker.ended();
        return ended.isCompletedExceptionally() ? Optional.of(ended.exceptionNow()) : Optional.empty();
    }
}
