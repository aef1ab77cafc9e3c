package io.forkline.sandbox.local;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.environment.EnvironmentException;
import io.forkline.sandbox.environment.EnvironmentFiles;
import io.forkline.sandbox.snapshot.LayerBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The layer that holds an environment's own files, at {@code /opt/environment}. */
final class FilesLayer {

    private FilesLayer() {}

    /**
     * Copies the folder into the store.
     *
     * @throws SandboxException when the folder is no longer what the id speaks of: retryable, as whoever has read it again asks anew
     */
    static Layer commit(SnapshotSpec spec, LayerBuild build)
            throws IOException, SandboxException, InterruptedException {
        var folder = spec.folder();
        var root = build.stage();
        var inside = Files.createDirectories(root.resolve("opt")).resolve("environment");
        try (var walk = Files.walk(folder)) {
            for (var path : (Iterable<Path>) walk::iterator) {
                copy(path, inside.resolve(folder.relativize(path).toString()));
            }
        }
        if (spec.filesDigest().isPresent()) {
            compare(spec.filesDigest().get(), inside, spec);
        }
        return build.commit(root);
    }

    /** Compares the copy: the folder may change again at any time, what is staged here does not. */
    private static void compare(String expected, Path copy, SnapshotSpec spec) throws SandboxException {
        String copied;
        try {
            copied = EnvironmentFiles.digest(copy);
        } catch (EnvironmentException unfit) {
            throw changed(spec, unfit);
        }
        if (!copied.equals(expected)) {
            throw changed(spec, null);
        }
    }

    private static SandboxException changed(SnapshotSpec spec, @Nullable Throwable cause) {
        return SandboxException.retryable(
                "The files of environment " + spec.environment() + " in " + spec.folder()
                        + " have changed since its id " + spec.id().abbreviated()
                        + " was made; a job that is submitted now uses what is there now.",
                cause);
    }

    private static void copy(Path from, Path to) throws IOException, SandboxException {
        if (Files.isSymbolicLink(from) || Files.isRegularFile(from)) {
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
            keepProgram(from, to);
        } else if (Files.isDirectory(from)) {
            Files.createDirectories(to);
        } else {
            throw SandboxException.permanent(
                    from + " is neither a file nor a directory nor a link; an environment holds nothing else.", null);
        }
    }

    private static void keepProgram(Path from, Path to) throws IOException {
        if (!Files.isSymbolicLink(from) && Files.isExecutable(from)) {
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
    }
}
