package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.EnvironmentId;
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
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The manifests of a home. A snapshot is there when its manifest is: it comes and goes whole, and durably. */
final class Manifests {

    private static final String MANIFEST = ".json";
    private static final String STAGED = ".staged";

    private static final Pattern HIDDEN = Pattern.compile("\\.([0-9a-f]{64})(\\.[a-z]+)");

    private final Path directory;

    Manifests(Path directory) {
        this.directory = directory;
    }

    /** Newest first. */
    List<Snapshot> list() throws SandboxException {
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

    Optional<Snapshot> find(EnvironmentId id) throws SandboxException {
        return read(path(id));
    }

    boolean has(EnvironmentId id) {
        return Files.exists(path(id));
    }

    /** For the holder of the id's build lock. */
    void save(Snapshot snapshot) throws IOException {
        var staged = staged(snapshot.id());
        try {
            Files.write(staged, Manifest.write(snapshot));
            FileTree.force(staged, StandardOpenOption.WRITE);
            Files.move(staged, path(snapshot.id()), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(staged);
        }
        FileTree.force(directory, StandardOpenOption.READ);
    }

    /** False when it was not there. */
    boolean remove(EnvironmentId id) throws IOException {
        var removed = Files.deleteIfExists(path(id));
        FileTree.force(directory, StandardOpenOption.READ);
        return removed;
    }

    /** Whose save did not come to its end, or has not yet. */
    List<EnvironmentId> unfinished() throws IOException {
        return idsOf(directory, STAGED);
    }

    /** Ids of the hidden files of a directory that end so. */
    static List<EnvironmentId> idsOf(Path directory, String suffix) throws IOException {
        return LayerStore.names(directory).stream()
                .map(HIDDEN::matcher)
                .filter(matcher -> matcher.matches() && suffix.equals(matcher.group(2)))
                .map(matcher -> new EnvironmentId(matcher.group(1)))
                .toList();
    }

    /** For the holder of the id's build lock. */
    void clearUnfinished(EnvironmentId id) throws IOException {
        Files.deleteIfExists(staged(id));
    }

    private Path staged(EnvironmentId id) {
        return directory.resolve("." + id + STAGED);
    }

    private Path path(EnvironmentId id) {
        return directory.resolve(id + MANIFEST);
    }

    private static Optional<Snapshot> read(Path manifest) throws SandboxException {
        try {
            return Manifest.read(Files.readAllBytes(manifest));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw SandboxException.permanent(
                    "The snapshot manifest " + manifest + " cannot be read (" + unreadable.getMessage()
                            + "); delete the file, and the snapshot is built again when it is needed.",
                    unreadable);
        }
    }
}
