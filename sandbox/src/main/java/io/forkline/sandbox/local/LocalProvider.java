package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.util.Optional;

/** Sandboxes on this machine, by Linux's own means; as root or as an ordinary user. */
public final class LocalProvider implements SandboxProvider {

    /** What reports and manifests carry. */
    public static final String NAME = "local";

    private final SnapshotStore store;

    private LocalProvider(SnapshotStore store) {
        this.store = store;
    }

    /**
     * Starts the supervisor of this process.
     *
     * @throws SandboxException permanent when this machine cannot confine processes, with what to do about it
     */
    public static LocalProvider open(ForklineHome home) throws SandboxException {
        return new LocalProvider(SnapshotStore.open(home));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Snapshot prepare(SnapshotSpec spec, BuildListener listener) throws SandboxException, InterruptedException {
        throw SandboxException.permanent("The supervisor is not part of this build.", null);
    }

    @Override
    public Optional<Snapshot> find(EnvironmentId id) throws SandboxException {
        return store.find(id);
    }

    @Override
    public Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException, InterruptedException {
        throw SandboxException.permanent("The supervisor is not part of this build.", null);
    }

    @Override
    public void close() {}
}
