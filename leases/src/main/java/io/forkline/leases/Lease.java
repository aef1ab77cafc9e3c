package io.forkline.leases;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The acquisition lock of one record, as far as this side can know. The loop renews it, the watchdog and the task's thread ask
 * whether it still holds. Counted from before the request to renew it went out, so it is over here no later than at the broker;
 * at first from the poll before the one that brought the record, which is as good unless the record was on its way for longer.
 * Once found to be over it stays so: what was told to stop must not find itself under a lock that holds.
 */
final class Lease {

    /** Two renewals may fail to arrive in time before the lock lapses. */
    private static final int RENEWALS_PER_LOCK = 3;

    private final LongSupplier nanos;
    private Duration length;
    private long since;
    private boolean lost;

    /** A lock that was taken no earlier than {@code since} and lasts this long. */
    Lease(LongSupplier nanos, long since, Duration length) {
        this.nanos = nanos;
        this.since = since;
        this.length = length;
    }

    /** The broker renewed it, when asked at this time, for this long. Returns false when it was over here by then. */
    synchronized boolean renewed(long askedAt, Duration newLength) {
        if (!isHeld()) {
            return false;
        }
        length = newLength;
        since = askedAt;
        return true;
    }

    /** The broker said that it is gone, or nobody knows. It never holds again. */
    synchronized void lose() {
        lost = true;
    }

    synchronized boolean isHeld() {
        lost = lost || left().isZero();
        return !lost;
    }

    synchronized Duration length() {
        return length;
    }

    /** Time until the next renewal; zero when it is due. */
    synchronized Duration untilRenewal() {
        return until(length.dividedBy(RENEWALS_PER_LOCK));
    }

    /** Time until it lapses, unless it is renewed; zero when it has. */
    synchronized Duration left() {
        return until(length);
    }

    private Duration until(Duration age) {
        Duration left = age.minusNanos(nanos.getAsLong() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
