package io.forkline.cli.service;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One service of this process.
 *
 * @param name what people call it
 * @param start starts it and returns at once
 * @param running completes when it runs for the first time
 * @param failure why it stopped by itself
 * @param closing ends it
 */
public record Service(String name, Runnable start, Running running, Failure failure, AutoCloseable closing) {

    /** Completes when a service runs for the first time; fails when it stops before. */
    @FunctionalInterface
    public interface Running {
        CompletableFuture<Void> get();
    }

    /** Why a service stopped by itself; empty while all is well. */
    @FunctionalInterface
    public interface Failure {
        Optional<Throwable> get();
    }
}
