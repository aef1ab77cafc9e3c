package io.forkline.leases;

import io.forkline.schemas.health.Condition;
import io.forkline.telemetry.metrics.Meters;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: a number of slots, each of which takes a task from a share group, holds its lock while the handler runs,
 * publishes the outcome and acknowledges. A bug in one slot stops all. {@link #start()} and {@link #close()} may be called
 * twice; a closed worker does not start again.
 */
public final class LeasedWorkers<T> implements AutoCloseable {

    private static final Duration CLIENT_CLOSE = Duration.ofSeconds(1);
    /** Topics come to be known, and what Kafka tells of them. */
    private static final Duration REFRESH = Duration.ofSeconds(10);
    /** Beyond the drain. A slot whose broker does not answer waits as long as its lock is, for nothing that would still matter. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(LeasedWorkers.class);

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Thread> slots = new ArrayList<>();
    private final List<SlotPulse> pulses = new CopyOnWriteArrayList<>();
    private final Clients clients;
    private final TaskSource source;
    private final LeaseConfig config;
    private final Decoder<T> decoder;
    private final TaskHandler<T> handler;
    private final LongSupplier nanos;
    private final Meters meters;
    private final LeaseMeters tasks;
    private final Drain drain;
    private final Obstacle obstacle = new Obstacle();
    /** The slots whose consumers are open. */
    private final Phaser open;

    private @Nullable Producer<byte[], byte[]> producer;
    private Meters.Bound bound = () -> {};

    /**
     * A worker on a cluster.
     *
     * @param cluster what every Kafka client of this process is configured with
     * @param meters counts tasks, and what the producer of their outcomes tells of itself
     */
    public LeasedWorkers(
            Map<String, Object> cluster,
            TaskSource source,
            LeaseConfig config,
            Decoder<T> decoder,
            TaskHandler<T> handler,
            Meters meters) {
        this(new KafkaClients(cluster, source.groupId()), source, config, decoder, handler, System::nanoTime, meters);
    }

    LeasedWorkers(
            Clients clients,
            TaskSource source,
            LeaseConfig config,
            Decoder<T> decoder,
            TaskHandler<T> handler,
            LongSupplier nanos,
            Meters meters) {
        this.clients = clients;
        this.source = source;
        this.config = config;
        this.decoder = decoder;
        this.handler = handler;
        this.nanos = nanos;
        this.meters = meters;
        this.tasks = new LeaseMeters(meters, source);
        this.drain = new Drain(nanos);
        this.open = new Phaser(config.slots());
    }

    /** Opens the slots and returns; tasks come when the group has let them in. */
    public synchronized void start() {
        if (ended.isDone()) {
            throw new IllegalStateException("the worker of " + source.groupId() + " is closed");
        }
        if (producer != null) {
            return;
        }
        Producer<byte[], byte[]> outcomes = clients.producer();
        producer = outcomes;
        bound = meters.bind(refresher -> new KafkaClientMetrics(outcomes, List.of(), refresher, REFRESH));
        tasks.show(config.slots(), pulses);
        var random = new Random();
        var publisher =
                new Publisher(outcomes, new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), random), obstacle);
        var registryBackoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), random);
        var run = new TaskRun<>(source, decoder, handler, publisher, registryBackoff, tasks);
        for (int i = 1; i <= config.slots(); i++) {
            String name = "forkline-slot-" + source.groupId() + "-" + i;
            var pulse = new SlotPulse(nanos);
            var slot =
                    new Thread(new Slot<>(name, clients, run, drain, pulse, nanos, obstacle, open, this::fail), name);
            pulses.add(pulse);
            slots.add(slot);
            slot.start();
        }
    }

    /**
     * Completes when the worker is closed; completes with the failure, and before anybody closes it, when a bug stopped it.
     * The task that met the bug is then delivered to another worker, and a service should close and exit.
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** How it is. */
    public Condition condition() {
        if (ended.isCompletedExceptionally()) {
            return new Condition.Stuck("it stopped: " + ended.exceptionNow().getMessage());
        }
        if (drain.hasBegun()) {
            return new Condition.Stuck("it is closed");
        }
        return pulses.isEmpty()
                ? new Condition.Waiting("it has not been started")
                : WorkerHealth.DEFAULT.condition(pulses, obstacle.sentence());
    }

    /**
     * Takes no more tasks, waits for those in hand as long as the configuration says, interrupts and releases the rest. An
     * interrupt of the calling thread shortens the waiting. A slot whose broker does not answer is left to itself four seconds after
     * that: its lock lapses.
     */
    @Override
    public synchronized void close() {
        drain.begin(config.drain());
        awaitSlots();
        bound.close();
        if (producer != null) {
            producer.close(CLIENT_CLOSE);
        }
        ended.complete(null);
    }

    private void awaitSlots() {
        boolean interrupted = false;
        long end = nanos.getAsLong() + config.drain().plus(PATIENCE).toNanos();
        for (int i = 0; i < slots.size(); ) {
            try {
                if (!slots.get(i).join(Duration.ofNanos(Math.max(0, end - nanos.getAsLong())))) {
                    LOG.warn(
                            "A slot does not end, as its broker does not answer. slot={}",
                            slots.get(i).getName());
                }
                i++;
            } catch (InterruptedException e) {
                drain.begin(Duration.ZERO);
                end = Math.min(end, nanos.getAsLong() + PATIENCE.toNanos());
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(Throwable bug) {
        LOG.error("A slot met a bug; the worker stops. group={}", source.groupId(), bug);
        drain.begin(config.drain());
        ended.completeExceptionally(bug);
    }
}
