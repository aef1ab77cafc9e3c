package io.forkline.topologies;

import io.forkline.schemas.access.Refusals;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.health.Condition;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology with exactly-once processing. What may work later replaces the stream thread; anything else stops the
 * application, loudly, and {@link #failure} says why. What brokers do not allow is of the first kind once it has run, and of the second
 * before.
 */
public final class TopologyRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyRunner.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** Threads and tasks come and go, and what Kafka tells of them. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private static final String STATE_IS_TAKEN =
            "multiple instances of Kafka Streams are running in the same state directory";

    private final StreamsApplication application;
    private final StateMemory memory;
    private final KafkaStreams streams;
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final OutagePause pause;
    private final TopologyHealth health;
    private final Meters meters;
    private volatile Meters.Bound bound = () -> {};

    /** @throws SettingsException when another process of this host has its state in the same directory */
    public TopologyRunner(
            ClusterConnection connection,
            StreamsApplication application,
            Topology topology,
            TopologyConfig config,
            Meters meters) {
        this(
                connection,
                application,
                topology,
                config,
                new OutagePause(OutagePause.FIRST, System::nanoTime),
                TopologyHealth.DEFAULT,
                meters);
    }

    TopologyRunner(
            ClusterConnection connection,
            StreamsApplication application,
            Topology topology,
            TopologyConfig config,
            OutagePause pause,
            TopologyHealth health,
            Meters meters) {
        this.application = application;
        this.pause = pause;
        this.health = health;
        this.meters = meters;
        meters.show(Metric.TOPOLOGY_FAILURES, application.suffix());
        this.memory = new StateMemory(config.stateMemory());
        this.streams = open(connection, application, topology, config, memory);
        streams.setUncaughtExceptionHandler(this::decide);
        streams.setStateListener((now, before) -> {
            LOG.debug("topology changes state, application={} from={} to={}", application.suffix(), before, now);
            if (now == KafkaStreams.State.RUNNING) {
                running.complete(null);
                pause.runs();
            } else if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                running.completeExceptionally(new IllegalStateException(
                        "the topology " + application.suffix() + " stopped before it ran", failure.get()));
            }
        });
    }

    private static KafkaStreams open(
            ClusterConnection connection,
            StreamsApplication application,
            Topology topology,
            TopologyConfig config,
            StateMemory memory) {
        Properties properties = StreamsProperties.of(connection, application, config, memory);
        try {
            return new KafkaStreams(topology, properties, new CreatesNoTopics());
        } catch (RuntimeException e) {
            memory.close();
            // Kafka has no type of its own for this.
            if (!(e instanceof StreamsException)
                    || !String.valueOf(e.getMessage()).contains(STATE_IS_TAKEN)) {
                throw e;
            }
            LOG.info("state directory is taken, application={}", application.suffix(), e);
            throw new SettingsException("another " + application.suffix() + " of this host has its state in "
                    + config.stateDirectory() + "; give each a directory of its own, with --state-dir or "
                    + application.suffix() + ".state.dir");
        }
    }

    /** Starts; returns at once. Call once. */
    public void start() {
        bound = meters.bind(refresher -> new KafkaStreamsMetrics(streams, List.of(), refresher, REFRESH));
        streams.start();
    }

    /** Completes when it runs for the first time; fails when it stops before. */
    public CompletableFuture<Void> running() {
        return running.copy();
    }

    /** How it is; a thread that hangs or dies again and again is told apart from one that works. */
    public Condition condition() {
        return health.condition(failure(), streams.state(), pause.lastFailure(), streams.metrics());
    }

    /** Why it stopped by itself; empty while all is well. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Begins to commit and to stop, and returns at once; {@link #close} waits for the end. May be called twice. */
    public void beginToClose() {
        pause.close();
        streams.close(Duration.ZERO);
    }

    /** Commits and stops; waits five seconds at most. May be called twice. */
    @Override
    public void close() {
        pause.close();
        bound.close();
        if (streams.close(CLOSE_TIMEOUT)) {
            memory.close();
        } else {
            // A thread that has not ended may still open a store, so the memory stays.
            LOG.warn("topology did not stop in time, application={} timeout={}", application.suffix(), CLOSE_TIMEOUT);
        }
    }

    private StreamThreadExceptionResponse decide(Throwable thrown) {
        if (PassingFailure.is(thrown) || (running.isDone() && Refusals.isOne(thrown))) {
            meters.count(Metric.TOPOLOGY_FAILURES, application.suffix());
            LOG.warn("topology begins again after a passing failure, application={}", application.suffix(), thrown);
            pause.await(thrown);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        failure.set(thrown);
        LOG.error("topology stops, application={}", application.suffix(), thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
}
