package io.forkline.leases;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one slot: a consumer and the loop on it, and another consumer where that one is of no more use and the worker goes
 * on. That is so after the broker left it without an answer, when the group was full, when the broker did not know the group, and when it
 * did not allow what it had allowed before.
 *
 * @param pulse what this slot says of itself
 * @param obstacle hears what brokers refuse
 * @param open the slots that may have a consumer open, this one among them
 * @param onBug hears of a failure that stops the worker, and begins the drain
 */
record Slot<T>(
        String name,
        Clients clients,
        TaskRun<T> task,
        Drain drain,
        SlotPulse pulse,
        LongSupplier nanos,
        Obstacle obstacle,
        Phaser open,
        Consumer<Throwable> onBug)
        implements Runnable {

    private static final Duration CLIENT_CLOSE = Duration.ofSeconds(2);
    private static final Backoff PAUSE = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random());

    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    @Override
    public void run() {
        try {
            int failed = serve(clients.consumer(name)) ? 0 : 1;
            while (!drain.hasBegun()) {
                pulse.beat();
                if (failed > 0) {
                    drain.awaitBegun(PAUSE.length(failed));
                }
                failed = serveAgain() ? 0 : failed + 1;
            }
        } catch (RuntimeException | InterruptedException e) {
            onBug.accept(e);
        } finally {
            open.arriveAndDeregister();
        }
    }

    private boolean serveAgain() {
        ShareConsumer<byte[], byte[]> consumer;
        try {
            consumer = clients.consumer(name);
        } catch (KafkaException e) {
            // What worked before works again: the broker's name, say, has no address while the network is down.
            LOG.warn("A slot cannot reach the brokers and tries again later. slot={}", name, e);
            return false;
        }
        return serve(consumer);
    }

    /** Serves until the consumer is of no more use. Returns false when the group had no place for it, or was not there. */
    private boolean serve(ShareConsumer<byte[], byte[]> consumer) {
        try {
            pulse.has(consumer);
            new SlotLoop<>(name, consumer, task, drain, pulse, nanos, () -> obstacle.isOver(name)).run();
            return true;
        } catch (GroupMaxSizeReachedException e) {
            LOG.warn(
                    "The share group is full: a slot takes no tasks and tries again later. Raise group.share.max.size at"
                            + " the brokers, or use fewer slots. slot={}",
                    name);
            return false;
        } catch (GroupIdNotFoundException e) {
            // A broker that has just started may not know its groups yet. The member is of no more use all the same.
            LOG.warn("The brokers do not know the share group: a slot joins it again. slot={}", name, e);
            return false;
        } catch (AuthenticationException | AuthorizationException e) {
            obstacle.is(name, e);
            LOG.warn(
                    "A slot is refused, and tries again later. slot={} why={}",
                    name,
                    obstacle.sentence().orElse(""),
                    e);
            return false;
        } catch (Throwable bug) {
            onBug.accept(bug);
            // A closing consumer gives its record back at once, and another slot of ours would run into the same bug.
            // So it
            // closes last.
            open.arriveAndAwaitAdvance();
            return true;
        } finally {
            pulse.has(null);
            consumer.close(CLIENT_CLOSE);
        }
    }
}
