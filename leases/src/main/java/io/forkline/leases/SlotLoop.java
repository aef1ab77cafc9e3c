package io.forkline.leases;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One slot: takes a record, holds its lock while the task runs, acknowledges, takes the next. The consumer is the loop's
 * alone; the task has a thread of its own.
 */
final class SlotLoop<T> {

    /** A consumer of a read_committed group that waits longer gets one record for each wait. */
    static final Duration POLL = Duration.ofMillis(100);

    /** Far longer than brokers take to refuse a member that they do not allow. */
    private static final Duration REFUSED_BY = Duration.ofSeconds(5);

    /** How long an interrupted handler may take when the worker closes. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(SlotLoop.class);

    private final String name;
    private final ShareConsumer<byte[], byte[]> consumer;
    private final TaskRun<T> run;
    private final Drain drain;
    private final SlotPulse pulse;
    private final LongSupplier nanos;
    private final Runnable onLetIn;

    /** @param onLetIn called when the broker has given it a record, and when it has not been refused for a while */
    SlotLoop(
            String name,
            ShareConsumer<byte[], byte[]> consumer,
            TaskRun<T> run,
            Drain drain,
            SlotPulse pulse,
            LongSupplier nanos,
            Runnable onLetIn) {
        this.name = name;
        this.consumer = consumer;
        this.run = run;
        this.drain = drain;
        this.pulse = pulse;
        this.nanos = nanos;
        this.onLetIn = onLetIn;
    }

    /**
     * Runs until the drain begins and the task in hand has ended, or until the broker left an acknowledgement without an answer:
     * the consumer is of no more use then, and the caller closes it.
     *
     * @throws RuntimeException when an assumption broke; the task in hand is stopped, and its record not acknowledged
     */
    void run() throws InterruptedException {
        consumer.subscribe(Set.of(run.source().topic()));
        long begun = nanos.getAsLong();
        long lastAsked = begun;
        boolean answered = true;
        while (answered && !drain.hasBegun()) {
            pulse.beat();
            long asks = nanos.getAsLong();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty() || asks - begun > REFUSED_BY.toNanos()) {
                onLetIn.run();
            }
            if (records.isEmpty()) {
                lastAsked = asks;
            } else {
                // The record may have been on its way while the poll before ended.
                answered = hold(records.iterator().next(), lastAsked);
                lastAsked = nanos.getAsLong();
            }
        }
    }

    /** Returns whether the broker answered to the last. */
    private boolean hold(ConsumerRecord<byte[], byte[]> taken, long since) throws InterruptedException {
        var lease = new Lease(nanos, since, HeldRecord.lockLength(consumer));
        var held = new HeldRecord(consumer, taken, lease, nanos);
        run.meters().taken(Delivery.of(taken));
        var task = TaskThread.start(name + "-task", () -> run.run(taken, lease));
        try {
            run.meters().ended(hold(held, taken, lease, task));
        } catch (Throwable bug) {
            // Nobody renews the lock from here on.
            lease.lose();
            task.stop();
            run.meters().ended(LeaseMeters.End.BROKEN);
            throw bug;
        }
        return held.isAnswered();
    }

    private LeaseMeters.End hold(HeldRecord held, ConsumerRecord<byte[], byte[]> taken, Lease lease, TaskThread task)
            throws InterruptedException {
        var watchdog = new Watchdog(name + "-watchdog", Delivery.of(taken), task, lease);
        while (true) {
            pulse.beat();
            Optional<Ending> ending = task.await(shorter(lease.untilRenewal(), drain.left()));
            if (ending.isPresent()) {
                return settle(held, taken, lease, ending.get());
            }
            if (drain.isOver()) {
                return release(held, taken, lease, task);
            }
            if (lease.untilRenewal().isZero()) {
                watchdog.start();
                if (!held.renew()) {
                    abandon(held, taken, lease, task);
                    return LeaseMeters.End.LOST;
                }
            }
        }
    }

    private static LeaseMeters.End settle(
            HeldRecord held, ConsumerRecord<byte[], byte[]> taken, Lease lease, Ending ending) {
        return switch (ending) {
            case Ending.Published published -> accepted(held);
            case Ending.DeadLettered buried -> rejected(held);
            case Ending.Abandoned abandoned -> {
                if (lease.isHeld()) {
                    throw new IllegalStateException("a handler gave up uninterrupted: " + Delivery.of(taken));
                }
                LOG.warn("A task ended after its lock; nothing is published. {}", Delivery.of(taken));
                held.forget();
                yield LeaseMeters.End.LOST;
            }
            case Ending.Broken broken ->
                throw new IllegalStateException("a task met a bug: " + Delivery.of(taken), broken.cause());
        };
    }

    private static LeaseMeters.End accepted(HeldRecord held) {
        held.acknowledge(AcknowledgeType.ACCEPT);
        return LeaseMeters.End.PUBLISHED;
    }

    private static LeaseMeters.End rejected(HeldRecord held) {
        held.acknowledge(AcknowledgeType.REJECT);
        return LeaseMeters.End.DEAD_LETTERED;
    }

    /** The worker closes and the task takes too long: somebody else gets it, at once. */
    private LeaseMeters.End release(HeldRecord held, ConsumerRecord<byte[], byte[]> taken, Lease lease, TaskThread task)
            throws InterruptedException {
        task.stop();
        Optional<Ending> ending = task.await(GRACE);
        if (ending.isPresent() && ending.get() instanceof Ending.Published) {
            return accepted(held);
        }
        if (ending.isPresent() && ending.get() instanceof Ending.DeadLettered) {
            return rejected(held);
        }
        if (ending.isPresent() && ending.get() instanceof Ending.Broken broken) {
            LOG.warn("A task failed when it was interrupted. {}", Delivery.of(taken), broken.cause());
        }
        lease.lose();
        LOG.info("A task is released, because its worker closes. {}", Delivery.of(taken));
        held.acknowledge(AcknowledgeType.RELEASE);
        return LeaseMeters.End.RELEASED;
    }

    /** Somebody else may have the task by now. */
    private void abandon(HeldRecord held, ConsumerRecord<byte[], byte[]> taken, Lease lease, TaskThread task)
            throws InterruptedException {
        // First the task, then the broker, who may be slow to answer.
        lease.lose();
        task.stop();
        held.forget();
        LOG.warn("A task lost its lock and is stopped; nothing is published. {}", Delivery.of(taken));
        while (task.await(GRACE).isEmpty() && !drain.isOver()) {
            pulse.beat();
            LOG.warn("A task that lost its lock does not stop; its slot waits. {}", Delivery.of(taken));
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
