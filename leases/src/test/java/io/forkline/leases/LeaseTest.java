package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final Duration LOCK = Duration.ofSeconds(30);

    // Near its largest value on purpose: a nano time may overflow.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Lease lease = new Lease(nanos::get, nanos.get(), LOCK);

    @Test
    void renewalIsDueAfterAThirdOfTheLock() {
        assertThat(lease.untilRenewal()).isEqualTo(Duration.ofSeconds(10));

        pass(Duration.ofSeconds(11));

        assertThat(lease.untilRenewal()).isZero();
    }

    @Test
    void lockLapsesAtItsLength() {
        pass(LOCK.minusNanos(1));
        assertThat(lease.isHeld()).isTrue();

        pass(Duration.ofNanos(1));

        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void renewalCountsFromWhenItWasAsked() {
        pass(Duration.ofSeconds(10));
        long askedAt = nanos.get();
        pass(Duration.ofSeconds(4));

        boolean renewed = lease.renewed(askedAt, Duration.ofSeconds(60));

        assertThat(renewed).isTrue();
        assertThat(lease.untilRenewal()).isEqualTo(Duration.ofSeconds(16));
        pass(Duration.ofSeconds(56));
        assertThat(lease.isHeld()).isFalse();
    }

    /** The watchdog may have stopped the task a moment ago. */
    @Test
    void renewalThatIsAnsweredAfterTheLockLapsedComesTooLate() {
        pass(Duration.ofSeconds(29));
        long askedAt = nanos.get();
        pass(Duration.ofSeconds(1));
        assertThat(lease.isHeld()).isFalse();

        boolean renewed = lease.renewed(askedAt, LOCK);

        assertThat(renewed).isFalse();
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void lostLockIsNotHeldHoweverYoung() {
        lease.lose();

        assertThat(lease.isHeld()).isFalse();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
