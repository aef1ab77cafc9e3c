package io.forkline.topologies;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pause before a topology begins again after a passing failure; doubles until the topology has run. Without it, threads that
 * cannot run in an outage would be replaced, and restore their stores, again and again. Safe for several threads.
 */
final class OutagePause {

    private static final Logger LOG = LoggerFactory.getLogger(OutagePause.class);

    static final Duration FIRST = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 6;

    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Duration first;

    OutagePause(Duration first) {
        this.first = first;
    }

    /** Counts a failure and waits, on the thread that ends; no longer than until the topology closes. */
    void await() {
        Duration pause = after(failures.incrementAndGet());
        try {
            if (closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("topology closes while it pauses, pause={}", pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Passing failures since the topology last ran. */
    int failures() {
        return failures.get();
    }

    /** The topology runs: the next pause is the first again. */
    void runs() {
        failures.set(0);
    }

    /** Ends the pauses, those to come too. */
    void close() {
        closing.countDown();
    }

    Duration after(int failure) {
        return first.multipliedBy(1L << Math.min(failure - 1, MOST_DOUBLINGS));
    }
}
