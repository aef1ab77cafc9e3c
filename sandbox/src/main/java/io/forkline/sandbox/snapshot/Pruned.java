package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.Snapshot;
import java.util.List;

/**
 * What has gone, or would go.
 *
 * @param removed used longest ago first
 * @param inUse those that would have gone too
 * @param freedBytes bytes of their checkpoints, and of layers that only they had
 * @param leftBytes bytes of all layers and checkpoints that are left
 */
public record Pruned(List<Snapshot> removed, List<Snapshot> inUse, long freedBytes, long leftBytes) {

    public Pruned {
        removed = List.copyOf(removed);
        inUse = List.copyOf(inUse);
    }
}
