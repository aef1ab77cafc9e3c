package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The snapshots of a Forkline home. Any number of processes may have it open. Safe for many threads. */
public final class SnapshotStore {

    private final Path directory;
    private final SnapshotBudget budget;
    private final Manifests manifests;
    private final LayerStore layers;
    private final Checkpoints checkpoints;
    private final LastUses lastUses;
    private final Clock clock;

    private SnapshotStore(ForklineHome home, Clock clock) {
        this.directory = home.snapshots();
        this.budget = home.budget();
        this.manifests = new Manifests(directory);
        this.layers = new LayerStore(home.layers());
        this.checkpoints = new Checkpoints(home.checkpoints());
        this.lastUses = new LastUses(directory, clock);
        this.clock = clock;
    }

    /** Opens the store of a home, making its directories where they are missing. */
    public static SnapshotStore open(ForklineHome home) throws SandboxException {
        return open(home, Clock.systemUTC());
    }

    static SnapshotStore open(ForklineHome home, Clock clock) throws SandboxException {
        try {
            return new SnapshotStore(home.create(), clock);
        } catch (IOException unusable) {
            throw SandboxException.permanent(
                    "The Forkline home " + home.root() + " cannot be used (" + unusable + "); set FORKLINE_HOME to a"
                            + " directory that you may write to.",
                    unusable);
        }
    }

    /** The layers that its snapshots are made of. */
    public LayerStore layers() {
        return layers;
    }

    /** What providers keep beside the layers. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** What its layers and checkpoints may take of the disk. */
    public SnapshotBudget budget() {
        return budget;
    }

    /** All snapshots, newest first. */
    public List<Snapshot> list() throws SandboxException {
        return manifests.list();
    }

    /** Bytes of all layers and checkpoints of these snapshots together. */
    public long bytes(List<Snapshot> snapshots) throws SandboxException {
        var trees = new HashSet<Layer>();
        for (var snapshot : snapshots) {
            trees.addAll(trees(snapshot));
        }
        return Pruning.bytes(trees);
    }

    private List<Layer> trees(Snapshot snapshot) throws SandboxException {
        var trees = new ArrayList<>(snapshot.layers());
        checkpoint(snapshot.id()).ifPresent(trees::add);
        return trees;
    }

    /** The checkpoint of an environment, by its digest and its size; empty when it has none on this host. */
    public Optional<Layer> checkpoint(EnvironmentId id) throws SandboxException {
        try {
            return checkpoints.measure(id);
        } catch (IOException unreadable) {
            throw SandboxException.retryable(
                    "The checkpoint of " + id.abbreviated() + " cannot be read: " + unreadable, unreadable);
        }
    }

    /** The snapshot of an environment, if all of it is here. */
    public Optional<Snapshot> find(EnvironmentId id) throws SandboxException {
        return manifests.find(id).filter(snapshot -> missing(snapshot).isEmpty());
    }

    /** Digests of the layers that a snapshot has lost. None, unless somebody else deletes files in the home. */
    public List<String> missing(Snapshot snapshot) {
        return snapshot.layerDigests().stream()
                .filter(digest -> !layers.has(digest))
                .toList();
    }

    /**
     * Reads all files of a snapshot.
     *
     * @throws SandboxException permanent when they are not what they were, naming the layer; retryable when they cannot be read
     */
    public void verify(Snapshot snapshot) throws SandboxException {
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

    /**
     * Removes a snapshot with its checkpoint, and the layers that only it names; the disk is free when this returns, but for layers
     * that a build under way has as well.
     *
     * @throws SandboxException permanent when it is not here; retryable while something uses it
     */
    public void delete(EnvironmentId id) throws SandboxException, InterruptedException {
        try {
            switch (remove(id)) {
                case IN_USE -> throw inUse(id);
                case ABSENT -> throw SandboxException.permanent("There is no snapshot " + id.abbreviated() + ".", null);
                case REMOVED -> sweepLayers();
            }
        } catch (IOException failed) {
            throw SandboxException.retryable(
                    "The snapshot " + id.abbreviated() + " cannot be deleted: " + failed, failed);
        }
    }

    /** Removes snapshots with their checkpoints, and then the layers that only they named. */
    public Pruned prune(Retention retention) throws SandboxException, InterruptedException {
        try {
            var pruned = prune(retention, snapshot -> remove(snapshot.id()) != Removal.IN_USE);
            sweepLayers();
            return pruned;
        } catch (IOException failed) {
            throw SandboxException.retryable("The snapshots cannot be pruned: " + failed, failed);
        }
    }

    /** What {@link #prune} would do now. */
    public Pruned wouldPrune(Retention retention) throws SandboxException {
        try {
            return prune(retention, snapshot -> !isInUse(snapshot.id()));
        } catch (IOException failed) {
            throw SandboxException.retryable("The snapshots cannot be read: " + failed, failed);
        }
    }

    private Pruned prune(Retention retention, Pruning.Removal removal) throws IOException, SandboxException {
        var used = new ArrayList<Pruning.Used>();
        for (var snapshot : list()) {
            var at = isInUse(snapshot.id()) ? clock.instant() : lastUsed(snapshot);
            used.add(new Pruning.Used(snapshot, at, trees(snapshot)));
        }
        return Pruning.prune(used, retention, clock.instant(), removal);
    }

    /**
     * Keeps a snapshot from being deleted for as long as it is held.
     *
     * @throws SandboxException retryable when it is not here: whoever wants it prepares it again
     */
    public LockFile.Held use(EnvironmentId id) throws IOException, SandboxException, InterruptedException {
        var use = uses(id).shared();
        try {
            if (!manifests.has(id)) {
                throw SandboxException.retryable("The snapshot " + id + " is not on this host any more.", null);
            }
            lastUses.touch(id);
            return use.whenClosed(() -> lastUses.touch(id));
        } catch (IOException | SandboxException failed) {
            use.close();
            throw failed;
        }
    }

    /** Whether anyone uses it at this moment. */
    public boolean isInUse(EnvironmentId id) throws IOException {
        var alone = uses(id).tryExclusive();
        if (alone.isPresent()) {
            alone.get().close();
        }
        return alone.isEmpty();
    }

    /** The other processes that {@link #use} a snapshot now, as far as this user may know. May be empty. */
    public List<ProcessHandle> users(EnvironmentId id) {
        return Openers.of(uses(id).path());
    }

    /** When a use of it began or ended last; when it was built, if there was none. */
    public Instant lastUsed(Snapshot snapshot) throws IOException {
        return lastUses.of(snapshot.id()).orElse(snapshot.createdAt());
    }

    /** Held by the one who builds this id, on the whole host. */
    public LockFile.Held build(EnvironmentId id) throws IOException, InterruptedException {
        return builds(id).exclusive();
    }

    /** Makes a snapshot known. Its layers are those of a {@link LayerBuild} that is open; its id's build lock is held. */
    public void save(Snapshot snapshot) throws IOException {
        lastUses.touch(snapshot.id());
        manifests.save(snapshot);
    }

    /**
     * Removes what crashes have left, what is over the budget (longest unused first, and nothing that is in use) and the layers
     * that no manifest names then.
     *
     * @return the snapshots that have gone
     */
    public List<Snapshot> sweep() throws IOException, SandboxException, InterruptedException {
        clearLeftovers();
        var over = bytes(list()) > budget.bytes();
        var evicted = over
                ? prune(Retention.within(budget.bytes()), snapshot -> remove(snapshot.id()) != Removal.IN_USE)
                        .removed()
                : List.<Snapshot>of();
        sweepLayers();
        return evicted;
    }

    private void sweepLayers() throws IOException, SandboxException, InterruptedException {
        layers.sweep(() -> {
            Set<String> named = new HashSet<>();
            list().forEach(snapshot -> named.addAll(snapshot.layerDigests()));
            return named;
        });
    }

    private enum Removal {
        REMOVED,
        ABSENT,
        IN_USE
    }

    private Removal remove(EnvironmentId id) throws IOException {
        var alone = uses(id).tryExclusive();
        if (alone.isEmpty()) {
            return Removal.IN_USE;
        }
        try {
            var removed = manifests.remove(id);
            lastUses.forget(id);
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
        var suspects = new HashSet<>(lastUses.all());
        suspects.addAll(checkpoints.all());
        suspects.removeIf(manifests::has);
        suspects.addAll(manifests.unfinished());
        for (var id : suspects) {
            var alone = builds(id).tryExclusive();
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
            lastUses.forget(id);
        }
    }

    private LockFile uses(EnvironmentId id) {
        return LockFile.at(directory.resolve("." + id + ".use"));
    }

    private LockFile builds(EnvironmentId id) {
        return LockFile.at(directory.resolve("." + id + ".build"));
    }

    private static SandboxException inUse(EnvironmentId id) {
        return SandboxException.retryable(
                "The snapshot " + id.abbreviated() + " is in use; delete it when its forks have ended.", null);
    }
}
