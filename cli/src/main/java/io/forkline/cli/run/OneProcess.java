package io.forkline.cli.run;

import io.forkline.broker.BrokerConfig;
import io.forkline.broker.EmbeddedBroker;
import io.forkline.cli.Closing;
import io.forkline.cli.Scratch;
import io.forkline.cli.service.Service;
import io.forkline.cli.service.ServiceGroup;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.service.Services;
import io.forkline.producer.ForklineClient;
import io.forkline.producer.ResultStream;
import io.forkline.producer.StartingPoint;
import io.forkline.producer.Submission;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.target.TargetStore;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.topic.TopicApplier;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;

/**
 * A whole Forkline that lives as long as a command: an ephemeral broker, a registry in memory, topics with one partition,
 * the three services, and a client.
 */
public final class OneProcess implements AutoCloseable {

    /** Once the process ends, nobody would read what a task in hand still reports. */
    public static final Map<String, String> NO_DRAIN =
            Map.of("worker.drain", "0s", "builder.drain", "0s", "lead.drain", "0s");

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Closing closing;
    private final ServiceGroup services;
    private final ForklineClient client;
    private final ResultStream results;

    private OneProcess(Closing closing, ServiceGroup services, ForklineClient client, ResultStream results) {
        this.closing = closing;
        this.services = services;
        this.client = client;
        this.results = results;
    }

    /**
     * What it is made from.
     *
     * @param scratch folder for the folder that lives as long as this
     * @param environments what jobs may name
     * @param provider makes the sandboxes; stays the caller's
     * @param targets what the workers fetch targets with
     * @param settings how the services run, by their keys
     * @param env the variables of the process, for the lead
     * @param progress hears how jobs get on
     */
    public record Parts(
            Path scratch,
            Environments environments,
            SandboxProvider provider,
            TargetStore targets,
            Map<String, String> settings,
            Map<String, String> env,
            RunListener progress) {}

    /** Starts everything. Jobs may be submitted at once; the services take them when they run. */
    public static OneProcess start(Parts parts) throws IOException, InterruptedException {
        Closing closing = new Closing();
        boolean started = false;
        try {
            Scratch scratch = closing.add(Scratch.in(parts.scratch(), "run"));
            EmbeddedBroker broker = closing.add(
                    new EmbeddedBroker(BrokerConfig.ephemeral(scratch.folder().resolve("kafka"))));
            broker.start();
            parts.progress().brokerStarted();
            ClusterConnection connection = new ClusterConnection(
                    broker.bootstrapServers(),
                    "mock://" + UUID.randomUUID(),
                    Map.of(),
                    TopicLayout.single("forkline."),
                    Map.of());
            try (Admin admin = Admin.create(connection.kafkaProperties())) {
                new TopicApplier(admin, connection.layout()).apply();
            }
            SchemaRegistry registry = closing.add(connection.openRegistry());
            ServiceSettings settings = ServiceSettings.from(
                    Settings.of(parts.settings()),
                    connection,
                    parts.env(),
                    scratch.folder().resolve("state"));
            Tracing tracing = closing.add(settings.tracing().open("forkline"));
            ServiceGroup group = closing.add(services(new Services(settings, registry, Meters.NONE, tracing), parts));
            group.start();
            ForklineClient client = closing.add(ForklineClient.connect(connection, tracing.openTelemetry()));
            ResultStream results = closing.add(client.results(new StartingPoint.Beginning()));
            started = true;
            return new OneProcess(closing, group, client, results);
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    private static ServiceGroup services(Services services, Parts parts) {
        List<Service> all = List.of(
                services.snapshots(parts.environments(), parts.provider(), parts.progress()),
                services.workers(parts.environments(), parts.provider(), parts.targets(), parts.progress()),
                services.aggregator(parts.progress()));
        return new ServiceGroup(all);
    }

    /** For submitting jobs. */
    public ForklineClient client() {
        return client;
    }

    /**
     * The result of a job; those of other jobs are passed over.
     *
     * @return empty when there is none in time
     * @throws io.forkline.cli.CommandException when a service has stopped, so that none will come
     */
    public Optional<JobResult> await(Submission submission, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<JobResult> next = results.next(LOOK);
            if (next.isPresent()
                    && next.get().getJobId().equals(submission.jobId().value())) {
                return next;
            }
            services.requireHealthy();
        }
        return Optional.empty();
    }

    /** Returns when all services run. */
    public void awaitReady() throws InterruptedException {
        services.awaitReady();
    }

    /** Ends everything, in reverse. Leaves nothing. */
    @Override
    public void close() {
        closing.close();
    }
}
