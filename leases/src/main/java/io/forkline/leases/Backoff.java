package io.forkline.leases;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that grow, and differ from worker to worker. For waits during which a lock is renewed, so they stay short.
 *
 * @param first the longest first pause
 * @param most the longest pause
 * @param random safe for several threads
 */
record Backoff(Duration first, Duration most, RandomGenerator random) {

    /** Sleeps before another attempt, 1 being the first repetition; between half and all of the attempt's length. */
    void pause(int attempt) throws InterruptedException {
        Thread.sleep(length(attempt));
    }

    Duration length(int attempt) {
        long factor = 1L << Math.min(attempt - 1, 20);
        Duration whole = first.multipliedBy(factor);
        long most = Math.min(whole.toMillis(), this.most.toMillis());
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }
}
