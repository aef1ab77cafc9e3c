package io.forkline.sandbox.local;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.snapshot.LayerBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The layer that holds an environment's own files, at {@code /opt/environment}. */
final class EnvironmentFiles {

    private EnvironmentFiles() {}

    /** Copies the folder into the store. */
    static Layer commit(Path folder, LayerBuild build) throws IOException, SandboxException, InterruptedException {
        var root = build.stage();
        var inside = Files.createDirectories(root.resolve("opt")).resolve("environment");
        try (var walk = Files.walk(folder)) {
            for (var path : (Iterable<Path>) walk::iterator) {
                copy(path, inside.resolve(folder.relativize(path).toString()));
            }
        }
        return build.commit(root);
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
