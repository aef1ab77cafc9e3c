package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The snapshots of a Forkline home. Any number of processes may have it open. Safe for many threads. */
public final class SnapshotStore {

    private static final String MANIFEST = ".json";

    private final Path directory;
    private final LayerStore layers;

    private SnapshotStore(Path directory, LayerStore layers) {
        this.directory = directory;
        this.layers = layers;
    }

    /** Opens the store of a home, making its directories where they are missing. */
    public static SnapshotStore open(ForklineHome home) throws SandboxException {
        try {
            home.create();
        } catch (IOException unusable) {
            throw SandboxException.permanent(
                    "The Forkline home " + home.root() + " cannot be used (" + unusable + "); set FORKLINE_HOME to a"
                            + " directory that you may write to.",
                    unusable);
        }
        return new SnapshotStore(home.snapshots(), new LayerStore(home.layers()));
    }

    /** The layers that its snapshots are made of. */
    public LayerStore layers() {
        return layers;
    }

    /** All snapshots, newest first. */
    public List<Snapshot> list() throws SandboxException {
        var found = new ArrayList<Snapshot>();
        try (var manifests = Files.newDirectoryStream(directory, "*" + MANIFEST)) {
            for (var manifest : manifests) {
                read(manifest).ifPresent(found::add);
            }
        } catch (IOException unreadable) {
            throw SandboxException.permanent(directory + " cannot be read: " + unreadable, unreadable);
        }
        found.sort(Comparator.comparing(Snapshot::createdAt).reversed());
        return found;
    }

    /** The snapshot of an environment, if it is here. */
    public Optional<Snapshot> find(EnvironmentId id) throws SandboxException {
        return read(manifest(id));
    }

    /**
     * Removes a snapshot and the layers that only it names; the disk is free when this returns, unless a build is under
     * way somewhere, which frees it at its end.
     *
     * @throws SandboxException permanent when it is not here; retryable while something uses it
     */
    public void delete(EnvironmentId id) throws SandboxException {
        try {
            var use = uses(id).tryExclusive().orElseThrow(() -> inUse(id));
            try {
                if (!Files.deleteIfExists(manifest(id))) {
                    throw SandboxException.permanent("There is no snapshot " + id.abbreviated() + ".", null);
                }
                FileTree.force(directory, StandardOpenOption.READ);
                sweep();
            } finally {
                use.close();
            }
        } catch (IOException failed) {
            throw SandboxException.retryable(
                    "The snapshot " + id.abbreviated() + " cannot be deleted: " + failed, failed);
        }
    }

    /** Keeps a snapshot from being deleted for as long as it is held. */
    public LockFile.Held use(EnvironmentId id) throws IOException, InterruptedException {
        return uses(id).shared();
    }

    /** The other processes that {@link #use} a snapshot now, as far as this user may know. May be empty. */
    public List<ProcessHandle> users(EnvironmentId id) {
        return Openers.of(uses(id).path());
    }

    /** Held by the one who builds this id, on the whole host. */
    public LockFile.Held build(EnvironmentId id) throws IOException, InterruptedException {
        return LockFile.at(directory.resolve("." + id + ".build")).exclusive();
    }

    /** Makes a snapshot known. Its layers are in the store already. */
    public void save(Snapshot snapshot) throws IOException {
        var staged = directory.resolve("." + snapshot.id() + ".staged");
        try {
            Files.write(staged, Manifest.write(snapshot));
            FileTree.force(staged, StandardOpenOption.WRITE);
            Files.move(staged, manifest(snapshot.id()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(staged);
        }
        FileTree.force(directory, StandardOpenOption.READ);
    }

    /** Removes the layers that no manifest names, unless somebody builds just now. */
    public void sweep() throws IOException, SandboxException {
        var alone = layers.builders().tryExclusive();
        if (alone.isPresent()) {
            try {
                var named = new HashSet<String>();
                list().forEach(snapshot -> named.addAll(snapshot.layers()));
                layers.keepOnly(named);
            } finally {
                alone.get().close();
            }
        }
    }

    private LockFile uses(EnvironmentId id) {
        return LockFile.at(directory.resolve("." + id + ".use"));
    }

    private Path manifest(EnvironmentId id) {
        return directory.resolve(id + MANIFEST);
    }

    private static Optional<Snapshot> read(Path manifest) throws SandboxException {
        try {
            return Optional.of(Manifest.read(Files.readAllBytes(manifest)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw SandboxException.permanent(
                    "The snapshot manifest " + manifest + " cannot be read (" + unreadable.getMessage()
                            + "); delete the file, and the snapshot is built again when it is needed.",
                    unreadable);
        }
    }

    private static SandboxException inUse(EnvironmentId id) {
        return SandboxException.retryable(
                "The snapshot " + id.abbreviated() + " is in use; delete it when its forks have ended.", null);
    }
}
