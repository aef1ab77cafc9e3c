package io.forkline.sandbox.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/**
 * File trees by the digest of their content. A build holds {@link #builders} from its first stage until its manifest is
 * written; what no manifest names is removed only while nobody builds.
 */
public final class LayerStore {

    private static final String STAGE = ".stage-";

    private final Path directory;
    private final LockFile builders;

    LayerStore(Path directory) {
        this.directory = directory;
        this.builders = LockFile.at(directory.resolve(".lock"));
    }

    /** Shared by all who build; exclusive to who sweeps. */
    public LockFile builders() {
        return builders;
    }

    /** A new, empty directory to fill and to {@link #commit}. */
    public Path stage() throws IOException {
        return Files.createDirectory(directory.resolve(STAGE + UUID.randomUUID()));
    }

    /** Where a layer is, or would be. */
    public Path path(String digest) {
        return directory.resolve(digest);
    }

    /**
     * Makes a staged tree a layer: durable, plain in owner and modes, under its digest. The same content twice is one layer.
     *
     * @return its digest, 64 hex digits
     */
    public String commit(Path staged) throws IOException {
        FileTree.settle(staged);
        var digest = FileTree.digest(staged);
        var layer = path(digest);
        if (Files.exists(layer)) {
            FileTree.remove(staged);
            return digest;
        }
        try {
            Files.move(staged, layer, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException lostTheRace) {
            if (!Files.exists(layer)) {
                throw lostTheRace;
            }
            FileTree.remove(staged);
        }
        FileTree.force(directory, StandardOpenOption.READ);
        return digest;
    }

    /** Bytes of the content of a layer. */
    public long bytes(String digest) throws IOException {
        return FileTree.bytes(path(digest));
    }

    /** Removes every layer and stage but these layers. For the holder of {@link #builders}, exclusively. */
    void keepOnly(Set<String> named) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                var name = entry.getFileName().toString();
                if (Files.isDirectory(entry) && !named.contains(name)) {
                    discard(entry, name);
                }
            }
        }
    }

    /** A layer loses its name first: half a tree must never be found under a digest. */
    private void discard(Path entry, String name) throws IOException {
        if (name.startsWith(STAGE)) {
            FileTree.remove(entry);
            return;
        }
        var nameless = directory.resolve(STAGE + UUID.randomUUID());
        Files.move(entry, nameless, StandardCopyOption.ATOMIC_MOVE);
        FileTree.remove(nameless);
    }
}
