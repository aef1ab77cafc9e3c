package io.forkline.topologies;

import io.forkline.schemas.access.Refusals;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
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

    /** A topology that runs may meet the same failure at its next record: so long it counts as not over it. */
    private static final Duration DOUBT = Duration.ofSeconds(10);

    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Duration first;
    private final LongSupplier nanos;
    private volatile @Nullable Met met;

    /** The last failure and when it was. */
    private record Met(Throwable failure, long at) {}

    /** @param nanos monotonic */
    OutagePause(Duration first, LongSupplier nanos) {
        this.first = first;
        this.nanos = nanos;
    }

    /** Counts a failure and waits, on the thread that ends; no longer than until the topology closes. */
    void await(Throwable failure) {
        met = new Met(failure, nanos.getAsLong());
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

    /** The failure that the topology has not got over: it has not run since, or only for a moment. In one line. */
    Optional<String> lastFailure() {
        Met last = met;
        boolean over = last == null || (failures.get() == 0 && nanos.getAsLong() - last.at() > DOUBT.toNanos());
        return over
                ? Optional.empty()
                : Refusals.sentence(last.failure()).or(() -> Optional.of(innermost(last.failure())));
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
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
