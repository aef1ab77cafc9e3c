package io.forkline.cli.snapshots;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot as it is in the store at this moment.
 *
 * @param lastUsed when a use of it began or ended last, or it was built
 * @param inUse whether a process uses it now
 * @param missing digests of layers that it has lost
 * @param checkpoint its warm process on the disk, by digest and size; not every provider makes one
 */
record StoredSnapshot(
        Snapshot snapshot, Instant lastUsed, boolean inUse, List<String> missing, Optional<Layer> checkpoint) {

    long checkpointBytes() {
        return checkpoint.map(Layer::bytes).orElse(0L);
    }

    static StoredSnapshot of(SnapshotStore store, Snapshot snapshot) throws SandboxException {
        try {
            return new StoredSnapshot(
                    snapshot,
                    store.lastUsed(snapshot),
                    store.isInUse(snapshot.id()),
                    store.missing(snapshot),
                    store.checkpoint(snapshot.id()));
        } catch (IOException e) {
            throw SandboxException.retryable(
                    "The snapshot " + snapshot.id().abbreviated() + " cannot be looked at: " + e, e);
        }
    }
}
