package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.LiveForks;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.snapshot.LockFile;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Sandboxes on this machine, by Linux's own means; as root or as an ordinary user. A supervisor that dies takes its sandboxes
 * along; the next call starts another.
 */
public final class LocalProvider implements SandboxProvider {

    /** What reports and manifests carry. */
    public static final String NAME = "local";

    private final ForklineHome home;
    private final SnapshotStore store;
    private final Host host;
    private final Clock clock;
    private final Parking parking;
    private final LiveForks forks = new LiveForks();
    private Session session;
    private boolean closed;

    private LocalProvider(ForklineHome home, SnapshotStore store, Host host, Clock clock, Parking parking)
            throws SandboxException {
        this.home = home;
        this.store = store;
        this.host = host;
        this.clock = clock;
        this.parking = parking;
        this.session = newSession();
    }

    /**
     * Starts the supervisor, and sweeps what a crash has left in the home.
     *
     * @throws SandboxException permanent when this machine cannot confine processes, with what to do about it
     */
    public static LocalProvider open(ForklineHome home) throws SandboxException, InterruptedException {
        return open(home, Parking.DEFAULT);
    }

    /** The same, with forks made ahead as wanted. */
    public static LocalProvider open(ForklineHome home, Parking parking) throws SandboxException, InterruptedException {
        var store = SnapshotStore.open(home);
        sweep(store, BuildListener.SILENT);
        return new LocalProvider(home, store, Host.find(home, store), Clock.systemUTC(), parking);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Snapshot prepare(SnapshotSpec spec, BuildListener listener) throws SandboxException, InterruptedException {
        var there = store.find(spec.id());
        if (there.isPresent()) {
            return there.get();
        }
        var lock = lockForBuild(spec.id());
        try {
            var builtByAnother = store.find(spec.id());
            if (builtByAnother.isPresent()) {
                return builtByAnother.get();
            }
            return new SnapshotBuild(host, session().supervisor(), store, clock, spec, listener).run();
        } finally {
            release(lock);
            sweep(store, listener);
        }
    }

    @Override
    public Optional<Snapshot> find(EnvironmentId id) throws SandboxException {
        return store.find(id);
    }

    @Override
    public Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException, InterruptedException {
        var called = System.nanoTime();
        return forks.fork(snapshot, options, () -> fork(snapshot, options, called));
    }

    private Sandbox fork(Snapshot snapshot, ForkOptions options, long called)
            throws SandboxException, InterruptedException {
        var sources = session().sources();
        try {
            return sources.of(snapshot).fork(options, called, forks::closed);
        } catch (SandboxException failed) {
            if (failed.isRetryable()) {
                // its zygote may be what is broken; the next fork starts another
                sources.forgetIfIdle(snapshot.id());
            }
            throw failed;
        }
    }

    @Override
    public List<Sandbox> list() {
        return forks.list();
    }

    /**
     * Makes this many forks ahead, beyond what {@link Parking} allows, and waits until they are there. Those that nobody asks for go
     * after a while.
     */
    public void park(Snapshot snapshot, int count) throws SandboxException, InterruptedException {
        session().sources().of(snapshot).park(count);
    }

    /**
     * What this host lets us have of control groups, for people: the version and the controllers, or {@code none}. With none each
     * process of a fork has limits of its own.
     */
    public String controlGroups() throws SandboxException {
        return session().supervisor().controlGroups();
    }

    /** What its processes take now. Takes a moment for each of them; forks go on meanwhile. */
    public MemoryUse memory() throws SandboxException, InterruptedException {
        return session().supervisor().memory();
    }

    private synchronized Session session() throws SandboxException {
        if (closed) {
            throw SandboxException.permanent("The sandbox provider is closed.", null);
        }
        if (session.supervisor().hasEnded()) {
            session.close();
            session = newSession();
        }
        return session;
    }

    private Session newSession() throws SandboxException {
        var supervisor = host.startSupervisor(home);
        return new Session(supervisor, new WarmSources(host, supervisor, store, parking));
    }

    private LockFile.Held lockForBuild(EnvironmentId id) throws SandboxException, InterruptedException {
        try {
            return store.build(id);
        } catch (IOException failed) {
            throw SandboxException.retryable("The build of " + id + " cannot be locked: " + failed, failed);
        }
    }

    private static void release(LockFile.Held lock) throws SandboxException {
        try {
            lock.close();
        } catch (IOException failed) {
            throw SandboxException.retryable("A lock cannot be given back: " + failed, failed);
        }
    }

    private static void sweep(SnapshotStore store, BuildListener listener)
            throws SandboxException, InterruptedException {
        try {
            for (var evicted : store.sweep()) {
                listener.progress("Removed the snapshot " + evicted.id().abbreviated() + " of " + evicted.environment()
                        + " to stay within the budget");
            }
        } catch (IOException failed) {
            throw SandboxException.retryable("What a build left cannot be removed: " + failed, failed);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            session.close();
        }
    }

    private record Session(Supervisor supervisor, WarmSources sources) implements AutoCloseable {

        /** The supervisor first: what it forked must not outlive the hold on its snapshot. */
        @Override
        public void close() {
            supervisor.close();
            sources.close();
        }
    }
}
