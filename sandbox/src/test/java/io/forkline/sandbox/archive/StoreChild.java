package io.forkline.sandbox.archive;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.snapshot.Retention;
import io.forkline.sandbox.snapshot.Samples;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * A JVM that builds, imports, uses, deletes and evicts snapshots at random until it is killed. It prints a line for each thing done,
 * and one that begins with BROKEN when the store breaks its word.
 */
final class StoreChild {

    static final String BROKEN = "BROKEN";
    static final int BUILT = 6;

    private final SnapshotStore store;
    private final Path archives;
    private final Random random;

    private StoreChild(Path root, long seed) throws SandboxException {
        this.store = SnapshotStore.open(ForklineHome.at(root.resolve("home")));
        this.archives = root.resolve("archives");
        this.random = new Random(seed);
    }

    static Process start(Path root, long seed) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreChild.class.getName(),
                        root.toString(),
                        Long.toString(seed)))
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        var child = new StoreChild(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        try {
            while (true) {
                System.out.println(child.act());
            }
        } catch (Exception | Error broken) {
            System.out.println(BROKEN + " " + broken);
            throw broken;
        }
    }

    static EnvironmentId id(int number) {
        return new EnvironmentId(String.format(Locale.ROOT, "%064x", number));
    }

    private String act() throws Exception {
        var id = id(random.nextInt(BUILT));
        return switch (random.nextInt(6)) {
            case 0, 1 -> build(id);
            case 2 -> use(id);
            case 3 -> delete(id);
            case 4 -> evict();
            default -> takeIn();
        };
    }

    private String build(EnvironmentId id) throws Exception {
        var building = store.build(id);
        try {
            if (store.find(id).isEmpty()) {
                var own = "own " + random.nextLong() + "x".repeat(random.nextInt(100_000));
                Samples.put(
                        store,
                        id,
                        Instant.now(),
                        "common",
                        "common " + id.value().endsWith("1"),
                        own);
            }
        } finally {
            building.close();
        }
        store.sweep();
        return "built";
    }

    /** As long as it is used, all of it is there. */
    private String use(EnvironmentId id) throws Exception {
        try (var use = store.use(id)) {
            store.verify(store.find(id).orElseThrow());
            return "used " + (use == null);
        } catch (SandboxException notThere) {
            return retryable(notThere, "used none");
        }
    }

    private String delete(EnvironmentId id) throws Exception {
        try {
            store.delete(id);
            return "deleted";
        } catch (SandboxException inUseOrNotThere) {
            return inUseOrNotThere.getMessage().contains("no snapshot")
                    ? "deleted none"
                    : retryable(inUseOrNotThere, "not deleted");
        }
    }

    private String evict() throws Exception {
        return "evicted "
                + store.prune(new Retention(1, Duration.ZERO, Optional.of(100_000L)))
                        .removed()
                        .size();
    }

    private String takeIn() throws Exception {
        var archive = archives.resolve(random.nextInt(2) + ".tar.zst");
        var imported = new SnapshotImport(store, Samples.BASE, TransferListener.SILENT).read(archive, Optional.empty());
        return "imported " + (imported instanceof Imported.Added);
    }

    private static String retryable(SandboxException refused, String done) throws SandboxException {
        if (!refused.isRetryable()) {
            throw refused;
        }
        return done;
    }
}
