package io.forkline.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Calls Kafka on a thread that nobody interrupts. Java closes the file under a thread that is interrupted while it writes; to
 * Kafka that is a disk that fails, at which it halts the process, and whatever was to be cleaned up stays.
 */
final class Undisturbed {

    private Undisturbed() {}

    /** Returns when the action has ended. An interrupt of the caller does not cut it short, and is kept for the caller. */
    static <T> T call(String threadName, Supplier<T> action) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread.ofPlatform().name(threadName).start(() -> {
            try {
                outcome.complete(action.get());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
        try {
            return outcome.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    static void run(String threadName, Runnable action) {
        Undisturbed.<Boolean>call(threadName, () -> {
            action.run();
            return true;
        });
    }
}
