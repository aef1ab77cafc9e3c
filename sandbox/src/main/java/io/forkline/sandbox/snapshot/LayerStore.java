package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * File trees by the digest of their content. A layer that no manifest names is removed, unless a {@link LayerBuild} that is
 * alive has it. Nothing is moved here but under one lock, which nobody holds for longer than a move takes.
 */
public final class LayerStore {

    private static final String BUILD = ".build-";

    private final Path directory;
    private final LockFile moves;

    LayerStore(Path directory) {
        this.directory = directory;
        this.moves = LockFile.at(directory.resolve(".lock"));
    }

    /** Begins to make layers. What is made is there for good once a manifest names it, and until this is closed. */
    public LayerBuild begin() throws IOException, InterruptedException {
        return LayerBuild.begin(this, BUILD);
    }

    /** Where a layer is, or would be. */
    public Path path(String digest) {
        return directory.resolve(digest);
    }

    /** Whether a layer is here. */
    public boolean has(String digest) {
        return Files.isDirectory(path(digest), LinkOption.NOFOLLOW_LINKS);
    }

    /** Reads all of a layer. What is there, and so another digest where it is damaged. */
    public Layer read(String digest) throws IOException {
        return FileTree.layer(path(digest));
    }

    Path directory() {
        return directory;
    }

    /** Held by who adds a layer or a build, shared; exclusively by who takes some away. */
    LockFile moves() {
        return moves;
    }

    /** Finds out which layers manifests name. */
    interface Named {
        Set<String> digests() throws IOException, SandboxException;
    }

    /** Removes every layer that is neither named nor part of a live build, and what dead builds have left. */
    void sweep(Named named) throws IOException, SandboxException, InterruptedException {
        try (var bin = begin()) {
            var alone = moves.exclusive();
            try {
                clearBuilds(bin);
                // The order matters: who gives up its builds' layers has named them by then.
                var kept = layersOfBuilds();
                kept.addAll(named.digests());
                for (var entry : entries()) {
                    if (has(entry) && !entry.startsWith(".") && !kept.contains(entry)) {
                        bin.take(path(entry));
                    }
                }
            } finally {
                alone.close();
            }
        }
    }

    private void clearBuilds(LayerBuild bin) throws IOException {
        for (var entry : entries()) {
            if (entry.startsWith(".")
                    && !entry.equals(moves.path().getFileName().toString())) {
                LayerBuild.clear(directory, entry, bin);
            }
        }
    }

    private Set<String> layersOfBuilds() throws IOException {
        var kept = new HashSet<String>();
        for (var entry : entries()) {
            if (entry.startsWith(BUILD)) {
                kept.addAll(LayerBuild.kept(directory.resolve(entry)));
            }
        }
        return kept;
    }

    private Set<String> entries() throws IOException {
        return names(directory);
    }

    /** Names of what is in a directory; none when it is not there. */
    static Set<String> names(Path directory) throws IOException {
        var names = new TreeSet<String>();
        try (var entries = Files.newDirectoryStream(directory)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return names;
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        return names;
    }
}
