package io.forkline.cli.chaos;

import java.time.Duration;

/** The time since a run began, and waiting for moments of it. */
final class Clockwork {

    private final long begunNanos = System.nanoTime();

    Duration now() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /** Returns at this moment, at once when it is over. */
    void await(Duration moment) throws InterruptedException {
        Duration left = moment.minus(now());
        if (left.isPositive()) {
            Thread.sleep(left.toMillis());
        }
    }
}
