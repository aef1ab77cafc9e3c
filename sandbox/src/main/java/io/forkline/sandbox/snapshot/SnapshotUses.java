package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who uses and who builds the snapshots of a directory, in any process of this host, and when each was used last. */
final class SnapshotUses {

    private final Path directory;
    private final Manifests manifests;
    private final LastUses lastUses;

    SnapshotUses(Path directory, Manifests manifests, Clock clock) {
        this.directory = directory;
        this.manifests = manifests;
        this.lastUses = new LastUses(directory, clock);
    }

    /** {@link SnapshotStore#use}. */
    LockFile.Held begin(EnvironmentId id) throws IOException, SandboxException, InterruptedException {
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

    /** Held by the only one who has to do with it; empty while anyone uses it. */
    Optional<LockFile.Held> tryAlone(EnvironmentId id) throws IOException {
        return uses(id).tryExclusive();
    }

    boolean isInUse(EnvironmentId id) throws IOException {
        var alone = tryAlone(id);
        if (alone.isPresent()) {
            alone.get().close();
        }
        return alone.isEmpty();
    }

    /** {@link SnapshotStore#users}. */
    List<ProcessHandle> users(EnvironmentId id) {
        return Openers.of(uses(id).path());
    }

    /** {@link SnapshotStore#build}. */
    LockFile.Held build(EnvironmentId id) throws IOException, InterruptedException {
        return builds(id).exclusive();
    }

    /** Empty while anyone builds it. */
    Optional<LockFile.Held> tryBuild(EnvironmentId id) throws IOException {
        return builds(id).tryExclusive();
    }

    Instant last(Snapshot snapshot) throws IOException {
        return lastUses.of(snapshot.id()).orElse(snapshot.createdAt());
    }

    void touch(EnvironmentId id) throws IOException {
        lastUses.touch(id);
    }

    void forget(EnvironmentId id) throws IOException {
        lastUses.forget(id);
    }

    /** Those that were used, also those that have gone since. */
    List<EnvironmentId> everUsed() throws IOException {
        return lastUses.all();
    }

    private LockFile uses(EnvironmentId id) {
        return LockFile.at(directory.resolve("." + id + ".use"));
    }

    private LockFile builds(EnvironmentId id) {
        return LockFile.at(directory.resolve("." + id + ".build"));
    }
}
