package io.forkline.testsupport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, never for a time: returns as soon as it holds, and fails when it does not in time. */
public final class Await {

    /** Long enough for a busy machine. A passing test never waits so long. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(5);

    private Await() {}

    /** Waits with the usual patience. The claim completes the sentence "it did not come true that". */
    public static void until(String claim, BooleanSupplier condition) {
        until(claim, PATIENCE, condition);
    }

    /**
     * Waits until the condition holds.
     *
     * @throws AssertionError if it does not within this time, or if the thread is interrupted
     */
    public static void until(String claim, Duration atMost, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting that " + claim);
            }
            if (System.nanoTime() - start > atMost.toNanos()) {
                throw new AssertionError("it did not come true within " + atMost.toMillis() + " ms that " + claim);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** As {@link #until}, for an assertion: waits while it throws, and in the end throws what it threw. */
    public static void untilAsserted(Runnable assertion) {
        untilAsserted(PATIENCE, assertion);
    }

    /** Waits so long for an assertion. */
    public static void untilAsserted(Duration atMost, Runnable assertion) {
        long start = System.nanoTime();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - start > atMost.toNanos()) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
