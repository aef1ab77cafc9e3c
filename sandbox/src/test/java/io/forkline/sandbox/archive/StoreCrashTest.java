package io.forkline.sandbox.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.snapshot.Samples;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes at once build, import, use, delete and evict in one home, and each is killed at some moment. More rounds with
 * {@code -Dforkline.crash.rounds=100}.
 */
class StoreCrashTest {

    private static final int ROUNDS = Integer.getInteger("forkline.crash.rounds", 5);
    private static final int CHILDREN = 3;
    private static final int MOST_LINES = 25;
    private static final int MOST_DELAY_NANOS = 5_000_000;

    @TempDir
    Path root;

    private SnapshotStore store;

    @BeforeEach
    void makeArchives() throws Exception {
        var elsewhere = SnapshotStore.open(ForklineHome.at(root.resolve("elsewhere")));
        Files.createDirectories(root.resolve("archives"));
        for (var number : new int[] {0, 1}) {
            var id = StoreChild.id(StoreChild.BUILT + number);
            var snapshot =
                    Samples.put(elsewhere, id, Instant.EPOCH, "common", "imported " + "y".repeat(90_000 + number));
            SnapshotExport.write(
                    elsewhere, snapshot, root.resolve("archives/" + number + ".tar.zst"), TransferListener.SILENT);
        }
        store = SnapshotStore.open(ForklineHome.at(root.resolve("home")));
    }

    @Test
    void storeIsWholeWhateverMomentItsUsersAreKilledAt() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var seed = 20_260_101L + round;

            var said = killAll(seed);

            assertThat(said).as("seed %s", seed).noneMatch(line -> line.startsWith(StoreChild.BROKEN));
            assertWhole("seed " + seed);
            assertNextBuildWorks(round);
        }
    }

    private List<String> killAll(long seed) throws Exception {
        var random = new Random(seed);
        var children = new ArrayList<Process>();
        var said = new ArrayList<String>();
        try {
            for (var i = 0; i < CHILDREN; i++) {
                children.add(StoreChild.start(root, random.nextLong()));
            }
            for (var child : children) {
                var lines = child.inputReader();
                for (var left = 1 + random.nextInt(MOST_LINES); left > 0; left--) {
                    said.add(lines.readLine());
                }
                LockSupport.parkNanos(random.nextInt(MOST_DELAY_NANOS));
                // By its handle: a Process closes the streams of what it destroys.
                child.toHandle().destroyForcibly();
                said.addAll(rest(lines));
                child.waitFor();
            }
        } finally {
            children.forEach(Process::destroyForcibly);
        }
        return said;
    }

    private static List<String> rest(BufferedReader lines) throws IOException {
        try (lines) {
            return lines.lines().toList();
        }
    }

    /** After a sweep there is nothing but snapshots, all of each, and no layer that none has. */
    private void assertWhole(String when) throws Exception {
        store.sweep();
        var named = new TreeSet<String>();
        for (var snapshot : store.list()) {
            assertThat(store.find(snapshot.id())).as(when).contains(snapshot);
            store.verify(snapshot);
            named.addAll(snapshot.layerDigests());
        }
        assertThat(names(root.resolve("home/layers"))).as(when).containsExactlyElementsOf(named);
        assertThat(names(root.resolve("home/snapshots")))
                .as(when)
                .containsExactlyElementsOf(store.list().stream()
                        .map(snapshot -> snapshot.id() + ".json")
                        .sorted()
                        .toList());
    }

    private void assertNextBuildWorks(int round) throws Exception {
        var id = StoreChild.id(1000 + round);
        var built = Samples.put(store, id, Instant.now(), "common", "after round " + round);
        store.verify(built);
        store.delete(id);
    }

    /** But for locks and the times of last uses, which stay. */
    private static List<String> names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(".lock") && !name.matches("\\.[0-9a-f]{64}\\.(use|used|build)"))
                    .sorted()
                    .toList();
        }
    }
}
