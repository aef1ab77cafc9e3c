package io.forkline.leases;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells the slots of one worker to stop, and how long they may take to finish what they hold. */
final class Drain {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final LongSupplier nanos;
    private volatile boolean begun;
    private volatile long deadline;

    Drain(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes no more tasks from now on. Called again, it may shorten the time that is left, and never prolongs it. */
    synchronized void begin(Duration atMost) {
        long newDeadline = nanos.getAsLong() + atMost.toNanos();
        if (!begun || newDeadline - deadline < 0) {
            deadline = newDeadline;
            begun = true;
            notifyAll();
        }
    }

    /** Waits until it begins, but no longer than this. */
    synchronized void awaitBegun(Duration atMost) throws InterruptedException {
        long until = nanos.getAsLong() + atMost.toNanos();
        for (long left = atMost.toNanos(); !begun && left > 0; left = until - nanos.getAsLong()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    boolean hasBegun() {
        return begun;
    }

    /** Whether tasks that still run are to be interrupted. */
    boolean isOver() {
        return begun && left().isZero();
    }

    /** Time until it is over, or until it is worth to look whether it has begun. */
    Duration left() {
        if (!begun) {
            return LOOK_AGAIN;
        }
        Duration left = Duration.ofNanos(deadline - nanos.getAsLong());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
