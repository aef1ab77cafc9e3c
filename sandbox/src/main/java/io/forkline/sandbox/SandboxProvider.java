package io.forkline.sandbox;

import java.util.List;
import java.util.Optional;

/** Makes snapshots and forks them. Safe for many threads. */
public interface SandboxProvider extends AutoCloseable {

    /** Its name, for example {@code local}; a report carries that of the {@link Snapshot#provider}. */
    String name();

    /**
     * The snapshot of a spec: the one that is there, else built now. Only one thread of one process on a host builds a
     * given id; others wait for it. Whatever happens, the base sandbox of the build is gone when this returns.
     *
     * @throws SandboxException when the setup or the verification fails, with their own last lines; retryable when the files have changed
     *     since {@link SnapshotSpec#filesDigest} was taken
     * @throws InterruptedException when the thread is interrupted; nothing of the build is left
     */
    Snapshot prepare(SnapshotSpec spec, BuildListener listener) throws SandboxException, InterruptedException;

    /** The snapshot of an environment if it is on this host. */
    Optional<Snapshot> find(EnvironmentId id) throws SandboxException;

    /**
     * A new sandbox; or the one that was forked under the same id, if it has not been closed: a call whose answer was lost
     * can be made again and makes no second sandbox. The first fork of a MEMORY snapshot warms its process up.
     *
     * @throws SandboxException when the snapshot is not here, the host has no room for a fork now, or the id has been used for
     *     another snapshot, with other options, or for a sandbox that is closed
     */
    Sandbox fork(Snapshot snapshot, ForkOptions options) throws SandboxException, InterruptedException;

    /** The sandboxes that this provider has forked and nobody has closed, oldest first. */
    List<Sandbox> list();

    /**
     * What it has to make forks from. Waits a moment for those who know at most, and starts nothing; {@link ForkPool#EMPTY} where
     * nothing is made ahead or nobody answers.
     */
    default ForkPool pool() {
        return ForkPool.EMPTY;
    }

    /** Ends every sandbox of this provider. May be called twice. */
    @Override
    void close();
}
