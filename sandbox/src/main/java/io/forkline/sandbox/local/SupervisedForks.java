package io.forkline.sandbox.local;

import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForkPool;
import io.forkline.sandbox.LiveForks;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forks by way of a supervisor. One that dies takes its forks along; the next call starts another. Safe for many threads.
 */
public final class SupervisedForks implements AutoCloseable {

    private final SnapshotStore store;
    private final SupervisorStart supervisors;
    private final SourceStart sources;
    private final LiveForks forks = new LiveForks();
    private @Nullable Session session;
    private boolean closed;

    /** Starts a supervisor, and waits until it serves. */
    @FunctionalInterface
    public interface SupervisorStart {
        Supervisor start() throws SandboxException;
    }

    /** Starts what forks of a snapshot are taken from. */
    @FunctionalInterface
    public interface SourceStart {
        ForkSource start(Supervisor supervisor, Snapshot snapshot) throws SandboxException, InterruptedException;
    }

    /** Nothing is started before it is needed. */
    public SupervisedForks(SnapshotStore store, SupervisorStart supervisors, SourceStart sources) {
        this.store = store;
        this.supervisors = supervisors;
        this.sources = sources;
    }

    /** The supervisor that serves now. */
    public Supervisor supervisor() throws SandboxException {
        return session().supervisor();
    }

    /** What forks of a snapshot are taken from: the one that is there, else started now. */
    ForkSource source(Snapshot snapshot) throws SandboxException, InterruptedException {
        return session().warm().of(snapshot);
    }

    /** See {@link io.forkline.sandbox.SandboxProvider#fork}. */
    public Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException, InterruptedException {
        var called = System.nanoTime();
        return forks.fork(snapshot, options, () -> fork(snapshot, options, called));
    }

    private Sandbox fork(Snapshot snapshot, ForkOptions options, long called)
            throws SandboxException, InterruptedException {
        var warm = session().warm();
        try {
            return warm.of(snapshot).fork(options, called, forks::closed);
        } catch (SandboxException failed) {
            if (failed.isRetryable()) {
                // its source may be what is broken; the next fork starts another
                warm.forgetIfIdle(snapshot.id());
            }
            throw failed;
        }
    }

    /** See {@link io.forkline.sandbox.SandboxProvider#list}. */
    public List<Sandbox> list() {
        return forks.list();
    }

    /** See {@link io.forkline.sandbox.SandboxProvider#pool}. */
    public ForkPool pool() {
        Session current;
        synchronized (this) {
            current = session;
        }
        return current == null ? ForkPool.EMPTY : current.supervisor().pool();
    }

    private synchronized Session session() throws SandboxException {
        if (closed) {
            throw SandboxException.permanent("The sandbox provider is closed.", null);
        }
        var current = session;
        if (current != null && current.supervisor().hasEnded()) {
            current.close();
            current = null;
        }
        if (current == null) {
            var supervisor = supervisors.start();
            current = new Session(supervisor, new WarmSources(supervisor, sources, store));
            session = current;
        }
        return current;
    }

    /** Ends every fork. May be called twice. */
    @Override
    public synchronized void close() {
        closed = true;
        var current = session;
        session = null;
        if (current != null) {
            current.close();
        }
    }

    private record Session(Supervisor supervisor, WarmSources warm) implements AutoCloseable {

        /** The supervisor first: what it forked must not outlive the hold on its snapshot. */
        @Override
        public void close() {
            supervisor.close();
            warm.close();
        }
    }
}
