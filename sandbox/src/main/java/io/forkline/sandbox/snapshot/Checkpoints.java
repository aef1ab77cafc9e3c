package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a provider keeps beside the layers of a snapshot so that its forks start warm: a tree for each environment, under
 * {@code checkpoints/<environmentId>/<digest>}. It comes of the snapshot and of this host, and is made again where it is missing or no
 * longer fits; so it is in no manifest and no archive. It goes with its snapshot, under the same locks. It holds the memory of a process,
 * so nobody but its owner may read it.
 */
public final class Checkpoints {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path directory;

    Checkpoints(Path directory) {
        this.directory = directory;
    }

    /** Where the checkpoint of an environment is; whether it is what it was, {@link #isIntact} tells. */
    public Optional<Path> find(EnvironmentId id) throws IOException {
        return LayerStore.names(of(id)).stream()
                .filter(name -> DIGEST.matcher(name).matches())
                .map(of(id)::resolve)
                .findFirst();
    }

    /** Whether a checkpoint is what its digest says. Reads all of it. */
    public boolean isIntact(Path checkpoint) throws IOException {
        return FileTree.layer(checkpoint)
                .digest()
                .equals(checkpoint.getFileName().toString());
    }

    /** An empty directory for a checkpoint, which goes with the build unless it is committed. */
    public Path stage(LayerBuild build) throws IOException {
        return makePrivate(build.stage());
    }

    /**
     * Makes a staged tree the checkpoint of an environment, in place of any other; it is on the disk when this returns. For the holder of
     * the environment's build lock. The directory is the store's from here on.
     */
    public Path commit(EnvironmentId id, Path staged) throws IOException {
        makePrivate(Files.createDirectories(directory));
        makePrivate(Files.createDirectories(of(id)));
        FileTree.force(staged);
        var made = of(id).resolve(FileTree.layer(staged).digest());
        clear(id);
        Files.move(staged, made, StandardCopyOption.ATOMIC_MOVE);
        FileTree.force(of(id), StandardOpenOption.READ);
        return made;
    }

    /** Its digest as its name has it, and its size. */
    Optional<Layer> measure(EnvironmentId id) throws SandboxException {
        try {
            var found = find(id);
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Layer(found.get().getFileName().toString(), FileTree.bytes(found.get())));
        } catch (IOException unreadable) {
            throw SandboxException.retryable(
                    "The checkpoint of " + id.abbreviated() + " cannot be read: " + unreadable, unreadable);
        }
    }

    /** Environments that have one, or the rest of one. */
    List<EnvironmentId> all() throws IOException {
        return LayerStore.names(directory).stream()
                .filter(name -> DIGEST.matcher(name).matches())
                .map(EnvironmentId::new)
                .toList();
    }

    /** Does nothing where there is none. */
    void remove(EnvironmentId id) throws IOException {
        clear(id);
        Files.deleteIfExists(of(id));
    }

    /** Each loses its name before its files: half of one must not be found under it. */
    private void clear(EnvironmentId id) throws IOException {
        for (var name : LayerStore.names(of(id))) {
            var entry = of(id).resolve(name);
            if (DIGEST.matcher(name).matches()) {
                entry = Files.move(entry, of(id).resolve(".gone-" + UUID.randomUUID()), StandardCopyOption.ATOMIC_MOVE);
            }
            FileTree.remove(entry);
        }
    }

    private Path of(EnvironmentId id) {
        return directory.resolve(id.value());
    }

    private static Path makePrivate(Path directory) throws IOException {
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
