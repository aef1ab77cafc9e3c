package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotBudget;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The snapshots of a Forkline home. Any number of processes may have it open. Safe for many threads. */
public final class SnapshotStore {

    private final SnapshotBudget budget;
    private final Manifests manifests;
    private final LayerStore layers;
    private final Checkpoints checkpoints;
    private final SnapshotUses uses;
    private final Removals removals;

    private SnapshotStore(ForklineHome home, Clock clock) {
        this.budget = home.budget();
        this.manifests = new Manifests(home.snapshots());
        this.layers = new LayerStore(home.layers());
        this.checkpoints = new Checkpoints(home.checkpoints());
        this.uses = new SnapshotUses(home.snapshots(), manifests, clock);
        this.removals = new Removals(manifests, layers, checkpoints, uses, clock);
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
        return removals.bytes(snapshots);
    }

    /** The checkpoint of an environment, by its digest and its size; empty when it has none on this host. */
    public Optional<Layer> checkpoint(EnvironmentId id) throws SandboxException {
        return checkpoints.measure(id);
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
        new Integrity(layers, checkpoints).verify(snapshot);
    }

    /**
     * Removes a snapshot with its checkpoint, and the layers that only it names; the disk is free when this returns, but for layers
     * that a build under way has as well.
     *
     * @throws SandboxException permanent when it is not here; retryable while something uses it
     */
    public void delete(EnvironmentId id) throws SandboxException, InterruptedException {
        removals.delete(id);
    }

    /** Removes snapshots with their checkpoints, and then the layers that only they named. */
    public Pruned prune(Retention retention) throws SandboxException, InterruptedException {
        return removals.prune(retention);
    }

    /** What {@link #prune} would do now. */
    public Pruned wouldPrune(Retention retention) throws SandboxException {
        return removals.wouldPrune(retention);
    }

    /**
     * Keeps a snapshot from being deleted for as long as it is held.
     *
     * @throws SandboxException retryable when it is not here: whoever wants it prepares it again
     */
    public LockFile.Held use(EnvironmentId id) throws IOException, SandboxException, InterruptedException {
        return uses.begin(id);
    }

    /** Whether anyone uses it at this moment. */
    public boolean isInUse(EnvironmentId id) throws IOException {
        return uses.isInUse(id);
    }

    /** The other processes that {@link #use} a snapshot now, as far as this user may know. May be empty. */
    public List<ProcessHandle> users(EnvironmentId id) {
        return uses.users(id);
    }

    /** When a use of it began or ended last; when it was built, if there was none. */
    public Instant lastUsed(Snapshot snapshot) throws IOException {
        return uses.last(snapshot);
    }

    /** Held by the one who builds this id, on the whole host. */
    public LockFile.Held build(EnvironmentId id) throws IOException, InterruptedException {
        return uses.build(id);
    }

    /** Makes a snapshot known. Its layers are those of a {@link LayerBuild} that is open; its id's build lock is held. */
    public void save(Snapshot snapshot) throws IOException {
        uses.touch(snapshot.id());
        manifests.save(snapshot);
    }

    /**
     * Removes what crashes have left, what is over the budget (longest unused first, and nothing that is in use) and the layers
     * that no manifest names then.
     *
     * @return the snapshots that have gone
     */
    public List<Snapshot> sweep() throws IOException, SandboxException, InterruptedException {
        return removals.sweep(budget.bytes());
    }
}
