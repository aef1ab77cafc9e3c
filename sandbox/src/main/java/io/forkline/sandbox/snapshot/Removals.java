package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes snapshots that nobody uses, what belongs to none, and says what all of them take of the disk. */
final class Removals {

    private enum Removal {
        REMOVED,
        ABSENT,
        IN_USE
    }

    private final Manifests manifests;
    private final LayerStore layers;
    private final Checkpoints checkpoints;
    private final SnapshotUses uses;
    private final Clock clock;

    Removals(Manifests manifests, LayerStore layers, Checkpoints checkpoints, SnapshotUses uses, Clock clock) {
        this.manifests = manifests;
        this.layers = layers;
        this.checkpoints = checkpoints;
        this.uses = uses;
        this.clock = clock;
    }

    /** {@link SnapshotStore#bytes}. */
    long bytes(List<Snapshot> snapshots) throws SandboxException {
        var trees = new HashSet<Layer>();
        for (var snapshot : snapshots) {
            trees.addAll(trees(snapshot));
        }
        return Pruning.bytes(trees);
    }

    /** {@link SnapshotStore#delete}. */
    void delete(EnvironmentId id) throws SandboxException, InterruptedException {
        try {
            switch (remove(id)) {
                case IN_USE ->
                    throw SandboxException.retryable(
                            "The snapshot " + id.abbreviated() + " is in use; delete it when its forks have ended.",
                            null);
                case ABSENT -> throw SandboxException.permanent("There is no snapshot " + id.abbreviated() + ".", null);
                case REMOVED -> sweepLayers();
            }
        } catch (IOException failed) {
            throw SandboxException.retryable(
                    "The snapshot " + id.abbreviated() + " cannot be deleted: " + failed, failed);
        }
    }

    /** {@link SnapshotStore#prune}. */
    Pruned prune(Retention retention) throws SandboxException, InterruptedException {
        try {
            var pruned = pruneUnused(retention);
            sweepLayers();
            return pruned;
        } catch (IOException failed) {
            throw SandboxException.retryable("The snapshots cannot be pruned: " + failed, failed);
        }
    }

    /** {@link SnapshotStore#wouldPrune}. */
    Pruned wouldPrune(Retention retention) throws SandboxException {
        try {
            return prune(retention, snapshot -> !uses.isInUse(snapshot.id()));
        } catch (IOException failed) {
            throw SandboxException.retryable("The snapshots cannot be read: " + failed, failed);
        }
    }

    /** {@link SnapshotStore#sweep}, down to this many bytes. */
    List<Snapshot> sweep(long mostBytes) throws IOException, SandboxException, InterruptedException {
        clearLeftovers();
        var over = bytes(manifests.list()) > mostBytes;
        var evicted = over ? pruneUnused(Retention.within(mostBytes)).removed() : List.<Snapshot>of();
        sweepLayers();
        return evicted;
    }

    private Pruned pruneUnused(Retention retention) throws IOException, SandboxException {
        return prune(retention, snapshot -> remove(snapshot.id()) != Removal.IN_USE);
    }

    private Pruned prune(Retention retention, Pruning.Removal removal) throws IOException, SandboxException {
        var used = new ArrayList<Pruning.Used>();
        for (var snapshot : manifests.list()) {
            var at = uses.isInUse(snapshot.id()) ? clock.instant() : uses.last(snapshot);
            used.add(new Pruning.Used(snapshot, at, trees(snapshot)));
        }
        return Pruning.prune(used, retention, clock.instant(), removal);
    }

    private List<Layer> trees(Snapshot snapshot) throws SandboxException {
        var trees = new ArrayList<>(snapshot.layers());
        checkpoints.measure(snapshot.id()).ifPresent(trees::add);
        return trees;
    }

    private void sweepLayers() throws IOException, SandboxException, InterruptedException {
        layers.sweep(() -> {
            Set<String> named = new HashSet<>();
            manifests.list().forEach(snapshot -> named.addAll(snapshot.layerDigests()));
            return named;
        });
    }

    private Removal remove(EnvironmentId id) throws IOException {
        var alone = uses.tryAlone(id);
        if (alone.isEmpty()) {
            return Removal.IN_USE;
        }
        try {
            var removed = manifests.remove(id);
            uses.forget(id);
            if (removed) {
                checkpoints.remove(id);
            }
            return removed ? Removal.REMOVED : Removal.ABSENT;
        } finally {
            alone.get().close();
        }
    }

    /** What a process that was killed half way through has left beside the manifests, and checkpoints without one. */
    private void clearLeftovers() throws IOException {
        var suspects = new HashSet<>(uses.everUsed());
        suspects.addAll(checkpoints.all());
        suspects.removeIf(manifests::has);
        suspects.addAll(manifests.unfinished());
        for (var id : suspects) {
            var alone = uses.tryBuild(id);
            if (alone.isPresent()) {
                try {
                    clearLeftovers(id);
                } finally {
                    alone.get().close();
                }
            }
        }
    }

    private void clearLeftovers(EnvironmentId id) throws IOException {
        manifests.clearUnfinished(id);
        if (!manifests.has(id)) {
            checkpoints.remove(id);
            uses.forget(id);
        }
    }
}
