package io.forkline.sandbox.gvisor;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.local.BuildEnd;
import io.forkline.sandbox.local.ForkSource;
import io.forkline.sandbox.local.LocalProvider;
import io.forkline.sandbox.local.SupervisedForks;
import io.forkline.sandbox.local.Supervisor;
import io.forkline.sandbox.local.Verification;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Sandboxes with a kernel of their own, by gVisor. As root, or as an ordinary user with a range of user ids; one without makes
 * forks of kind FILESYSTEM only, for which see {@link #lack}.
 */
public final class GvisorProvider implements SandboxProvider {

    /** What reports and manifests carry. */
    public static final String NAME = "gvisor";

    private static final String ROLE = "gvisor";
    private static final Isolation ISOLATION = new Isolation(Isolation.Provider.GVISOR, Isolation.Fallback.NONE);

    private final LocalProvider local;
    private final GvisorConfig config;
    private final SupervisedForks forks;

    private GvisorProvider(ForklineHome home, LocalProvider local, GvisorConfig config) {
        this.local = local;
        this.config = config;
        this.forks =
                new SupervisedForks(local.store(), () -> local.host().startSupervisor(home, ROLE), this::startSource);
    }

    /**
     * Looks for {@code runsc}.
     *
     * @param local builds the layers; stays the caller's
     * @throws SandboxException permanent when this host has no {@code runsc}, with what to install
     */
    public static GvisorProvider open(ForklineHome home, LocalProvider local, GvisorConfig config)
            throws SandboxException, InterruptedException {
        var unused = Runsc.find(config);
        return new GvisorProvider(home, local, config);
    }

    /** Whether this host has a {@code runsc}; whether it works is seen when it is used. */
    public static boolean isHere(GvisorConfig config) {
        return Runsc.program(config).isPresent();
    }

    /**
     * What keeps this host from forking snapshots of a kind; empty when nothing does.
     *
     * @throws SandboxException when no supervisor can be started
     */
    public Optional<String> lack(SnapshotKind kind) throws SandboxException {
        var hello = forks.supervisor().hello();
        return kind == SnapshotKind.MEMORY && hello.path("singleId").asBoolean()
                ? Optional.of(
                        "runsc restores checkpoints only for root, or for a user with a range of user ids: 65,536 of them"
                                + " in /etc/subuid and /etc/subgid, and the programs newuidmap and newgidmap; this user may have"
                                + " kind: filesystem only")
                : Optional.empty();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Snapshot prepare(SnapshotSpec spec, BuildListener listener) throws SandboxException, InterruptedException {
        requireNoLack(spec.kind());
        return local.prepare(spec, listener, new End(spec, listener));
    }

    @Override
    public Optional<Snapshot> find(EnvironmentId id) throws SandboxException {
        return local.store().find(id).filter(there -> there.provider().equals(NAME));
    }

    @Override
    public Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException, InterruptedException {
        if (!snapshot.provider().equals(NAME)) {
            throw SandboxException.permanent(
                    "The snapshot " + snapshot.id().abbreviated() + " is for the provider " + snapshot.provider() + ".",
                    null);
        }
        var refusal = ISOLATION.refusal(snapshot.kind(), snapshot.network());
        if (refusal.isPresent()) {
            // no environment is like this, but a snapshot may come from elsewhere
            throw SandboxException.permanent(
                    "The environment " + snapshot.environment() + " has a network that it cannot have: " + refusal.get()
                            + ".",
                    null);
        }
        return forks.fork(snapshot, options);
    }

    @Override
    public List<Sandbox> list() {
        return forks.list();
    }

    private ForkSource startSource(Supervisor supervisor, Snapshot snapshot)
            throws SandboxException, InterruptedException {
        requireNoLack(snapshot.kind());
        var run = run(supervisor, snapshot);
        if (snapshot.kind() == SnapshotKind.FILESYSTEM) {
            return run.start(Optional.empty(), snapshot.network().host());
        }
        try {
            var found = run.find();
            if (found.isPresent()) {
                return run.start(found, false);
            }
            var alone = local.store().build(snapshot.id());
            try {
                return run.start(Optional.of(run.findOrMake(BuildListener.SILENT)), false);
            } finally {
                alone.close();
            }
        } catch (IOException failed) {
            throw SandboxException.retryable(
                    "The checkpoint of " + snapshot.environment() + " cannot be kept: " + failed, failed);
        }
    }

    private void requireNoLack(SnapshotKind kind) throws SandboxException {
        var lack = lack(kind);
        if (lack.isPresent()) {
            throw SandboxException.permanent(lack.get() + ".", null);
        }
    }

    private Checkpointing run(Supervisor supervisor, Snapshot snapshot) throws SandboxException, InterruptedException {
        return new Checkpointing(
                supervisor,
                local.store(),
                Runsc.find(config),
                snapshot,
                local.host().plan(snapshot));
    }

    /** Ends every sandbox. The local provider stays open. */
    @Override
    public void close() {
        forks.close();
    }

    /** Checkpoints what was built, and verifies it once more where it will run. */
    private final class End implements BuildEnd {

        private final SnapshotSpec spec;
        private final BuildListener listener;

        End(SnapshotSpec spec, BuildListener listener) {
            this.spec = spec;
            this.listener = listener;
        }

        @Override
        public String provider() {
            return NAME;
        }

        @Override
        public void finish(Snapshot built) throws SandboxException, InterruptedException, IOException {
            var run = run(forks.supervisor(), built);
            listener.progress("Going on in " + run.runsc().described());
            if (!forks.supervisor().hello().path("limited").asBoolean()) {
                listener.progress(
                        "No cgroup may be made here: cpus is not held, and memory is what each process may have");
            }
            var source = built.kind() == SnapshotKind.MEMORY
                    ? run.start(Optional.of(run.findOrMake(listener)), false)
                    : run.start(Optional.empty(), false);
            try {
                new Verification(spec, listener).of(source);
            } finally {
                source.stop();
            }
        }
    }
}
