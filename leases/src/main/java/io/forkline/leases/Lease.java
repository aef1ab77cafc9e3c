package io.forkline.leases;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The acquisition lock of one record, as far as this side can know. The loop renews it, the task's thread asks whether it
 * still holds. Counted from before the request went out, so it is over here no later than at the broker.
 */
final class Lease {

    /** Two renewals may fail to arrive in time before the lock lapses. */
    private static final int RENEWALS_PER_LOCK = 3;

    private final LongSupplier nanos;
    private volatile Duration length;
    private volatile long since;
    private volatile boolean lost;

    /** A lock that was taken no earlier than {@code since} and lasts this long. */
    Lease(LongSupplier nanos, long since, Duration length) {
        this.nanos = nanos;
        this.since = since;
        this.length = length;
    }

    /** The broker renewed it, when asked at this time, for this long. */
    void renewed(long askedAt, Duration newLength) {
        length = newLength;
        since = askedAt;
    }

    /** The broker said that it is gone, or nobody knows. It never holds again. */
    void lose() {
        lost = true;
    }

    boolean isHeld() {
        return !lost && age().compareTo(length) < 0;
    }

    Duration length() {
        return length;
    }

    /** Time until the next renewal; zero when it is due. */
    Duration untilRenewal() {
        Duration left = length.dividedBy(RENEWALS_PER_LOCK).minus(age());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration age() {
        return Duration.ofNanos(nanos.getAsLong() - since);
    }
}
