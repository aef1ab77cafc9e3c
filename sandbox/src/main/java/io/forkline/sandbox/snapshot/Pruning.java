package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Applies a {@link Retention}: chooses, and removes what it may. */
final class Pruning {

    /** Removes a snapshot; false when it is in use. */
    interface Removal {
        boolean remove(Snapshot snapshot) throws IOException, SandboxException;
    }

    /**
     * A snapshot, and when it was used last.
     *
     * @param at now when it is in use
     */
    record Used(Snapshot snapshot, Instant at) {}

    private Pruning() {}

    static Pruned prune(List<Used> all, Retention retention, Instant now, Removal removal)
            throws IOException, SandboxException {
        var left = all.stream().map(Used::snapshot).collect(Collectors.toCollection(LinkedHashSet::new));
        var before = bytes(left);
        var removed = new ArrayList<Snapshot>();
        var inUse = new ArrayList<Snapshot>();
        for (var candidate : candidates(all, retention, now)) {
            if (retention.downTo().isPresent()
                    && bytes(left) <= retention.downTo().get()) {
                break;
            }
            if (removal.remove(candidate)) {
                left.remove(candidate);
                removed.add(candidate);
            } else {
                inUse.add(candidate);
            }
        }
        var after = bytes(left);
        return new Pruned(removed, inUse, before - after, after);
    }

    /** Bytes of all layers of these together. */
    static long bytes(Collection<Snapshot> snapshots) {
        Set<Layer> layers = snapshots.stream()
                .flatMap(snapshot -> snapshot.layers().stream())
                .collect(Collectors.toSet());
        return layers.stream().mapToLong(Layer::bytes).sum();
    }

    private static List<Snapshot> candidates(List<Used> all, Retention retention, Instant now) {
        return all.stream()
                .sorted(Comparator.comparing(Used::at).reversed())
                .skip(retention.keep())
                .filter(used -> !used.at().plus(retention.unusedFor()).isAfter(now))
                .map(Used::snapshot)
                .toList()
                .reversed();
    }
}
