package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import java.io.IOException;
import java.nio.file.Path;

/** Whether the files of a snapshot are what they were when it was made. */
final class Integrity {

    private final LayerStore layers;
    private final Checkpoints checkpoints;

    Integrity(LayerStore layers, Checkpoints checkpoints) {
        this.layers = layers;
        this.checkpoints = checkpoints;
    }

    /** {@link SnapshotStore#verify}. */
    void verify(Snapshot snapshot) throws SandboxException {
        for (var layer : snapshot.layers()) {
            try {
                if (!layers.has(layer.digest()) || !layers.read(layer.digest()).equals(layer)) {
                    throw damaged(snapshot, "layer", layers.path(layer.digest()));
                }
            } catch (IOException unreadable) {
                throw SandboxException.retryable(
                        "The layer " + layers.path(layer.digest()) + " cannot be read: " + unreadable, unreadable);
            }
        }
        verifyCheckpoint(snapshot);
    }

    private void verifyCheckpoint(Snapshot snapshot) throws SandboxException {
        try {
            var checkpoint = checkpoints.find(snapshot.id());
            if (checkpoint.isPresent() && !checkpoints.isIntact(checkpoint.get())) {
                throw damaged(snapshot, "checkpoint", checkpoint.get());
            }
        } catch (IOException unreadable) {
            throw SandboxException.retryable(
                    "The checkpoint of the snapshot " + snapshot.id().abbreviated() + " cannot be read: " + unreadable,
                    unreadable);
        }
    }

    private static SandboxException damaged(Snapshot snapshot, String part, Path path) {
        return SandboxException.permanent(
                "The snapshot " + snapshot.id().abbreviated() + " is damaged: its " + part + " " + path
                        + " is missing or not what it was; delete the snapshot, and it is built again when it is needed.",
                null);
    }
}
