package io.forkline.leases;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One task on a thread of its own, seen from those that hold its lock. Safe for several threads. */
final class TaskThread {

    private final FutureTask<Ending> ending;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;

    private TaskThread(String name, Callable<Ending> run) {
        ending = new FutureTask<>(run);
        thread = new Thread(ending, name);
        // A handler that does not heed its interrupt must not keep the JVM alive.
        thread.setDaemon(true);
    }

    static TaskThread start(String name, Callable<Ending> run) {
        var task = new TaskThread(name, run);
        task.thread.start();
        return task;
    }

    /** Asks the handler to stop, once: a second interrupt would disturb it while it cleans up. */
    void stop() {
        // Not by cancelling the future: its ending is still of interest.
        if (stopped.compareAndSet(false, true)) {
            thread.interrupt();
        }
    }

    /** The ending, if it comes within this time. */
    Optional<Ending> await(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(ending.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(new Ending.Broken(e.getCause()));
        }
    }
}
