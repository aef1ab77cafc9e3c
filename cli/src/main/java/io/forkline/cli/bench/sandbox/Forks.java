package io.forkline.cli.bench.sandbox;

import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.TargetTree;
import io.forkline.sandbox.local.LocalProvider;
import java.util.List;

/**
 * Forks of one snapshot, all with the same target.
 *
 * @param provider makes them
 */
record Forks(LocalProvider provider, Snapshot snapshot, TargetTree target) {

    Sandbox fork() throws SandboxException, InterruptedException {
        return provider.fork(snapshot, ForkOptions.of(snapshot).withTarget(target));
    }

    /** Returns when so many are parked. */
    void park(int count) throws SandboxException, InterruptedException {
        provider.park(snapshot, count);
    }

    /** The same files without the warm interpreter. For a provider of its own: one has one process for a snapshot. */
    static Snapshot cold(Snapshot warm) {
        return new Snapshot(
                warm.id(),
                warm.environment(),
                SnapshotKind.FILESYSTEM,
                warm.provider(),
                warm.base(),
                warm.layers(),
                List.of(),
                warm.recipe(),
                warm.limits(),
                warm.builtOn(),
                warm.createdAt(),
                warm.buildTime());
    }
}
