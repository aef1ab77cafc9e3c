package io.forkline.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one directory on a host that Forkline keeps things in.
 *
 * @param root absolute path; need not exist yet
 * @param budget what its snapshots may take of the disk
 */
public record ForklineHome(Path root, SnapshotBudget budget) {

    public ForklineHome {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * The home that the environment names, with the budget it sets.
     *
     * @throws IllegalArgumentException when the budget is none; the message says what it may be
     */
    public static ForklineHome fromEnvironment(Map<String, String> env) {
        return new ForklineHome(rootFromEnvironment(env), SnapshotBudget.fromEnvironment(env));
    }

    /** {@code FORKLINE_HOME} where it is set, else {@code .forkline} in {@code HOME}, else in the home of the account. */
    public static Path rootFromEnvironment(Map<String, String> env) {
        return set(env, "FORKLINE_HOME")
                .orElseGet(() -> set(env, "HOME")
                        .orElseGet(() -> Path.of(System.getProperty("user.home")))
                        .resolve(".forkline"));
    }

    private static Optional<Path> set(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    /** A home at this directory, with the default budget. */
    public static ForklineHome at(Path root) {
        return new ForklineHome(root, SnapshotBudget.DEFAULT);
    }

    /** The same with another budget. */
    public ForklineHome withBudget(SnapshotBudget other) {
        return new ForklineHome(root, other);
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

    /** Warm processes on disk, by the id of their environment. */
    public Path checkpoints() {
        return root.resolve("checkpoints");
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
