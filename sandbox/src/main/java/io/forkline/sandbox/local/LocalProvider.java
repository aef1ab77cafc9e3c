package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForkPool;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.snapshot.LockFile;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Sandboxes on this machine, by Linux's own means; as root or as an ordinary user. */
public final class LocalProvider implements SandboxProvider {

    /** What reports and manifests carry. */
    public static final String NAME = "local";

    private final SnapshotStore store;
    private final Host host;
    private final Clock clock;
    private final SupervisedForks forks;

    private LocalProvider(
            ForklineHome home, SnapshotStore store, Host host, Clock clock, Parking parking, Nests nests) {
        this.store = store;
        this.host = host;
        this.clock = clock;
        this.forks = new SupervisedForks(
                store,
                () -> host.startSupervisor(home, "supervisor"),
                (supervisor, snapshot) -> ForkSource.start(
                        supervisor,
                        host.plan(snapshot)
                                .withParking(parking)
                                .withNests(nests)
                                .reaching(snapshot.network())));
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
        return open(home, parking, Nests.forThisHost());
    }

    /** The same, with as many nests for each environment in use. */
    public static LocalProvider open(ForklineHome home, Parking parking, Nests nests)
            throws SandboxException, InterruptedException {
        var store = SnapshotStore.open(home);
        sweep(store, BuildListener.SILENT);
        var provider = new LocalProvider(home, store, Host.find(home, store), Clock.systemUTC(), parking, nests);
        var unused = provider.forks.supervisor();
        return provider;
    }

    /** What this machine lends to sandboxes. */
    public Host host() {
        return host;
    }

    /** Where its snapshots are. */
    public SnapshotStore store() {
        return store;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Snapshot prepare(SnapshotSpec spec, BuildListener listener) throws SandboxException, InterruptedException {
        requireNoRefusal(spec.environment(), spec.kind(), spec.network());
        return prepare(spec, listener, BuildEnd.LOCAL);
    }

    /** The same for another provider, whose forks stand on the same layers. */
    public Snapshot prepare(SnapshotSpec spec, BuildListener listener, BuildEnd end)
            throws SandboxException, InterruptedException {
        var there = find(spec.id(), end);
        if (there.isPresent()) {
            return there.get();
        }
        var lock = lockForBuild(spec.id());
        try {
            var builtByAnother = find(spec.id(), end);
            if (builtByAnother.isPresent()) {
                return builtByAnother.get();
            }
            return new SnapshotBuild(host, forks.supervisor(), store, clock, spec, listener, end).run();
        } finally {
            release(lock);
            sweep(store, listener);
        }
    }

    private Optional<Snapshot> find(EnvironmentId id, BuildEnd end) throws SandboxException {
        return store.find(id).filter(there -> there.provider().equals(end.provider()));
    }

    @Override
    public Optional<Snapshot> find(EnvironmentId id) throws SandboxException {
        return find(id, BuildEnd.LOCAL);
    }

    @Override
    public Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException, InterruptedException {
        if (!snapshot.provider().equals(NAME)) {
            throw SandboxException.permanent(
                    "The snapshot " + snapshot.id().abbreviated() + " is for the provider " + snapshot.provider() + ".",
                    null);
        }
        requireNoRefusal(snapshot.environment(), snapshot.kind(), snapshot.network());
        return forks.fork(snapshot, options);
    }

    private static void requireNoRefusal(String environment, SnapshotKind kind, NetworkAccess network)
            throws SandboxException {
        var refusal = Isolation.DEFAULT.refusal(kind, network);
        if (refusal.isPresent()) {
            throw SandboxException.permanent(
                    "The environment " + environment + " has a network that it cannot have: " + refusal.get() + ".",
                    null);
        }
    }

    @Override
    public List<Sandbox> list() {
        return forks.list();
    }

    @Override
    public ForkPool pool() {
        return forks.pool();
    }

    /**
     * Makes this many forks ahead, beyond what {@link Parking} allows, and waits until they are there. Those that nobody asks for go
     * after a while.
     */
    public void park(Snapshot snapshot, int count) throws SandboxException, InterruptedException {
        forks.source(snapshot).park(count);
    }

    /**
     * What this host lets us have of control groups, for people: the version and the controllers, or {@code none}. With none each
     * process of a fork has limits of its own.
     */
    public String controlGroups() throws SandboxException {
        return forks.supervisor().hello().path("cgroups").asText();
    }

    /** What its processes take now. Takes a moment for each of them; forks go on meanwhile. */
    public MemoryUse memory() throws SandboxException, InterruptedException {
        return forks.supervisor().memory();
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
    public void close() {
        forks.close();
    }
}
