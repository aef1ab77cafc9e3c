package io.forkline.workers;

import io.forkline.sandbox.Sandbox;
import io.forkline.schemas.record.ForkTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A task in hand, which may be cancelled from another thread while its own thread is at it. */
final class RunningTask implements AutoCloseable {

    private final ForkTask task;
    private final Runnable atEnd;
    private boolean cancelled;
    private @Nullable Sandbox fork;

    RunningTask(ForkTask task, boolean cancelled, Consumer<RunningTask> atEnd) {
        this.task = task;
        this.cancelled = cancelled;
        this.atEnd = () -> atEnd.accept(this);
    }

    ForkTask task() {
        return task;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Kills the fork that is running, and every one that would follow. */
    synchronized void cancel() {
        cancelled = true;
        if (fork != null) {
            fork.close();
        }
    }

    /** From now on a cancel kills this fork. A fork that comes after the cancel is killed at once. */
    synchronized void runs(Sandbox newFork) {
        fork = newFork;
        if (cancelled) {
            newFork.close();
        }
    }

    /** The fork has ended. */
    synchronized void ran() {
        fork = null;
    }

    @Override
    public void close() {
        atEnd.run();
    }
}
