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
     * @param trees what it takes of the disk: its layers, which others may have too, and its checkpoint
     */
    record Used(Snapshot snapshot, Instant at, List<Layer> trees) {

        Used {
            trees = List.copyOf(trees);
        }
    }

    private Pruning() {}

    static Pruned prune(List<Used> all, Retention retention, Instant now, Removal removal)
            throws IOException, SandboxException {
        var left = new LinkedHashSet<>(all);
        var before = bytesOf(left);
        var removed = new ArrayList<Snapshot>();
        var inUse = new ArrayList<Snapshot>();
        for (var candidate : candidates(all, retention, now)) {
            if (retention.downTo().isPresent()
                    && bytesOf(left) <= retention.downTo().get()) {
                break;
            }
            if (removal.remove(candidate.snapshot())) {
                left.remove(candidate);
                removed.add(candidate.snapshot());
            } else {
                inUse.add(candidate.snapshot());
            }
        }
        var after = bytesOf(left);
        return new Pruned(removed, inUse, before - after, after);
    }

    private static long bytesOf(Collection<Used> snapshots) {
        return bytes(snapshots.stream().flatMap(used -> used.trees().stream()).collect(Collectors.toSet()));
    }

    /** Bytes of these trees together. */
    static long bytes(Set<Layer> trees) {
        return trees.stream().mapToLong(Layer::bytes).sum();
    }

    private static List<Used> candidates(List<Used> all, Retention retention, Instant now) {
        return all.stream()
                .sorted(Comparator.comparing(Used::at).reversed())
                .skip(retention.keep())
                .filter(used -> !used.at().plus(retention.unusedFor()).isAfter(now))
                .toList()
                .reversed();
    }
}
