package io.forkline.cli.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What goes on beside each other. Closing it interrupts what has not ended, and waits for its end. For one thread. */
final class Background implements AutoCloseable {

    private final List<Task> tasks = new ArrayList<>();

    /** Something to do. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    /** Something that goes on. */
    record Task(String name, Thread thread, CompletableFuture<Void> ended) {

        /** @throws IllegalStateException when it failed */
        void await() throws InterruptedException {
            try {
                ended.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(name + " failed: " + e.getCause(), e.getCause());
            }
        }
    }

    /** Begins it. */
    Task run(String name, Work work) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().name("chaos-" + name).start(() -> {
            try {
                work.run();
                ended.complete(null);
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        Task task = new Task(name, thread, ended);
        tasks.add(task);
        return task;
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        tasks.forEach(task -> task.thread().interrupt());
        for (Task task : tasks) {
            try {
                task.thread().join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
