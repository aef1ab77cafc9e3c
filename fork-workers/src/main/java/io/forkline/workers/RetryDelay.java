package io.forkline.workers;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses before a task goes out again: they double with its attempts, and differ, so that tasks that failed together do not
 * come back together.
 *
 * @param random safe for many threads
 */
record RetryDelay(Duration first, Duration most, RandomGenerator random) {

    private static final int MOST_DOUBLINGS = 20;

    /** From half of the attempt's pause to all of it. */
    Duration after(int attempt) {
        long doubled = first.toMillis() << Math.min(Math.max(attempt - 1, 0), MOST_DOUBLINGS);
        long pause = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(pause / 2 + random.nextLong(pause / 2 + 1));
    }
}
