package io.forkline.sandbox.attack;

import io.forkline.sandbox.TargetTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.TreeSet;

/** A target that only its read-only mount protects: all may write to it, and its links lead to the host. */
final class TargetTrap {

    private static final String CONTENT = "target";

    private final Path root;

    private TargetTrap(Path root) {
        this.root = root;
    }

    static TargetTrap lay(Path root, Canary canary) throws IOException {
        var file = Path.of(canary.variables().get("CANARY_FILE"));
        Files.createDirectory(root);
        Files.writeString(root.resolve("file"), CONTENT);
        Files.createSymbolicLink(root.resolve("out"), file);
        Files.createSymbolicLink(
                root.resolve("up"), Path.of("../".repeat(40) + file.toString().substring(1)));
        Files.createSymbolicLink(root.resolve("root"), Path.of("/proc/1/root"));
        Files.createSymbolicLink(root.resolve("folder"), file.getParent());
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(root.resolve("file"), PosixFilePermissions.fromString("rw-rw-rw-"));
        return new TargetTrap(root);
    }

    TargetTree tree() {
        return new TargetTree(root, "0".repeat(64));
    }

    /** Whether somebody has changed it. */
    boolean changed() throws IOException {
        var names = new TreeSet<String>();
        try (var files = Files.list(root)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return !names.toString().equals("[file, folder, out, root, up]")
                || !Files.readString(root.resolve("file")).equals(CONTENT);
    }
}
