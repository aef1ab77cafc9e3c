package io.forkline.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The one directory on a host that Forkline keeps things in.
 *
 * @param root absolute path; need not exist yet
 */
public record ForklineHome(Path root) {

    public ForklineHome {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code FORKLINE_HOME} where it is set, else {@code .forkline} in the user's home. */
    public static ForklineHome fromEnvironment(Map<String, String> env) {
        var set = env.get("FORKLINE_HOME");
        return set == null || set.isBlank()
                ? at(Path.of(System.getProperty("user.home"), ".forkline"))
                : at(Path.of(set));
    }

    /** A home at this directory. */
    public static ForklineHome at(Path root) {
        return new ForklineHome(root);
    }

    /** File trees by digest, read only once they are here. */
    public Path layers() {
        return root.resolve("layers");
    }

    /** Manifests of snapshots and their locks. */
    public Path snapshots() {
        return root.resolve("snapshots");
    }

    /** Trees that forks look at, by digest. */
    public Path targets() {
        return root.resolve("targets");
    }

    /** What lives as long as a process: one directory for each, under a lock. */
    public Path run() {
        return root.resolve("run");
    }

    /** The sandbox's own programs, by digest. */
    public Path runtime() {
        return root.resolve("runtime");
    }

    /** Makes the directories that are missing. */
    public ForklineHome create() throws IOException {
        for (var directory : List.of(layers(), snapshots(), targets(), run(), runtime())) {
            Files.createDirectories(directory);
        }
        return this;
    }
}
