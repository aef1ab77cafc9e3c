package io.forkline.sandbox.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory for one test class, gone when it is closed. Not JUnit's: that warns of each link that leads out of it, and a
 * base layer has many.
 */
public final class TestDirectory implements AutoCloseable {

    private final Path root;

    private TestDirectory(Path root) {
        this.root = root;
    }

    public static TestDirectory create() throws IOException {
        var root = Files.createTempDirectory("forkline-test-");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
        return new TestDirectory(root);
    }

    public Path root() {
        return root;
    }

    public Path resolve(String name) {
        return root.resolve(name);
    }

    @Override
    public void close() throws IOException {
        try (var walk = Files.walk(root)) {
            for (var path : walk.sorted().toList().reversed()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
