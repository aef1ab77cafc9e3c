package io.forkline.cli.service;

import io.forkline.schemas.health.PartHealth;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One service of this process.
 *
 * @param name what people call it
 * @param start starts it and returns at once
 * @param running completes when it runs for the first time
 * @param failure why it stopped by itself
 * @param health how its parts are at this moment
 * @param closing ends it
 */
public record Service(
        String name, Runnable start, Running running, Failure failure, Health health, AutoCloseable closing) {

    /** Completes when a service runs for the first time; fails when it stops before. */
    @FunctionalInterface
    public interface Running {
        CompletableFuture<Void> get();
    }

    /** How the parts of a service are at this moment. */
    @FunctionalInterface
    public interface Health {
        List<PartHealth> get();
    }

    /** Why a service stopped by itself; empty while all is well. */
    @FunctionalInterface
    public interface Failure {
        Optional<Throwable> get();
    }
}
