package io.forkline.workers;

import io.forkline.leases.LeasedWorkers;
import io.forkline.leases.TaskSource;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.health.PartHealth;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.TargetReport;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.ShareGroup;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A fork worker on a cluster. {@link #start} and {@link #close} may be called twice; a closed worker does not start again.
 * Registry and provider are the caller's, who closes them after the worker.
 */
public final class ForkWorkerService implements AutoCloseable {

    private final String controlTopic;
    private final ControlReader controls;
    private final LeasedWorkers<ForkTask> workers;
    private boolean started;

    private ForkWorkerService(String controlTopic, ControlReader controls, LeasedWorkers<ForkTask> workers) {
        this.controlTopic = controlTopic;
        this.controls = controls;
        this.workers = workers;
    }

    /**
     * A worker that is not started yet.
     *
     * @param environments what this host can build a lost snapshot from
     * @param random for the pauses before retries; safe for many threads
     * @param meters counts tasks and forks, and what the provider has made ahead
     * @param tracing hears of stages
     */
    public static ForkWorkerService create(
            ClusterConnection connection,
            SchemaRegistry registry,
            ForkWorkerConfig config,
            SandboxProvider provider,
            TargetStore targets,
            Environments environments,
            ForkListener listener,
            Clock clock,
            RandomGenerator random,
            Meters meters,
            Tracing tracing) {
        ForkMeters.watch(provider, meters);
        environments.list().forEach(known -> ForkMeters.show(known.name(), meters));
        ForkListener all = new ForkListeners(List.of(new ForkMeters(meters), listener));
        TaskSpans spans = new TaskSpans(tracing, clock);
        Cancellations cancellations = new Cancellations();
        PerspectiveRunner perspectives = new PerspectiveRunner(provider, all, clock, hostName(), spans);
        RetryDelay delay = new RetryDelay(config.firstRetry(), config.longestRetry(), random);
        TargetTaskHandler pins = new TargetTaskHandler(
                targets::pin,
                cancellations,
                new AnswerTopic<>(
                        connection.layout().name(ForklineTopic.TARGETS),
                        connection.codec(registry, ForklineTopic.TARGETS, TargetReport.class)),
                delay,
                clock,
                spans);
        ForkTaskHandler forks = new ForkTaskHandler(
                targets::fetch,
                new Snapshots(provider, environments, all),
                config.secrets(),
                perspectives,
                new BaselineRunner(perspectives, clock, System::nanoTime),
                cancellations,
                new AnswerTopic<>(
                        connection.layout().name(ForklineTopic.REPORTS),
                        connection.codec(registry, ForklineTopic.REPORTS, ReportEvent.class)),
                delay,
                all,
                clock,
                spans);
        RecordCodec<ForkTask> tasks = connection.codec(registry, ForklineTopic.FORK_TASKS, ForkTask.class);
        return new ForkWorkerService(
                connection.layout().name(ForklineTopic.CONTROLS),
                new ControlReader(
                        consumer(connection),
                        connection.codec(registry, ForklineTopic.CONTROLS, RunControl.class),
                        cancellations),
                new LeasedWorkers<>(
                        connection.kafkaProperties(),
                        TaskSource.of(connection.layout(), ShareGroup.FORK_WORKERS),
                        config.lease(),
                        tasks::decode,
                        new TasksByKind(pins, forks),
                        meters));
    }

    /**
     * Begins to take tasks; returns at once.
     *
     * @throws io.forkline.schemas.topic.TopicsException when the topics are not there
     */
    public synchronized void start() {
        if (!started) {
            controls.start(controlTopic);
            workers.start();
            started = true;
        }
    }

    /** Completes when the worker is closed, or with the failure when a bug stopped it; a service then closes and exits. */
    public CompletableFuture<Void> ended() {
        return workers.ended();
    }

    /** How the slots are at this moment. */
    public List<PartHealth> health() {
        return List.of(new PartHealth("fork worker", workers.condition()));
    }

    /** Takes no more tasks and waits for those in hand as long as the configuration says. */
    @Override
    public synchronized void close() {
        workers.close();
        controls.close();
    }

    private static Consumer<byte[], byte[]> consumer(ClusterConnection connection) {
        Map<String, Object> properties = connection.kafkaProperties();
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        // The aggregator names runs in transactions: one that aborts may have named another run than is cancelled.
        properties.put("isolation.level", "read_committed");
        // Nothing of the past is of interest, should the place where it reads be gone.
        properties.put("auto.offset.reset", "latest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
