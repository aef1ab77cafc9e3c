package io.forkline.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotStoreTest {

    private static final EnvironmentId ONE = new EnvironmentId("1".repeat(64));
    private static final EnvironmentId TWO = new EnvironmentId("2".repeat(64));

    @TempDir
    Path root;

    private SnapshotStore store;

    @BeforeEach
    void open() throws SandboxException {
        store = SnapshotStore.open(ForklineHome.at(root));
    }

    @Test
    void savedSnapshotIsFoundAsItWas() throws Exception {
        var saved = save(ONE, 1, layer("a"));

        assertThat(store.find(ONE)).contains(saved);
        assertThat(store.find(TWO)).isEmpty();
    }

    @Test
    void newestSnapshotIsListedFirst() throws Exception {
        var old = save(ONE, 1, layer("a"));
        var young = save(TWO, 2, layer("b"));

        assertThat(store.list()).containsExactly(young, old);
    }

    @Test
    void sameContentIsOneLayerAndOtherContentAnother() throws Exception {
        var first = layer("a");

        assertThat(layer("a")).isEqualTo(first);
        assertThat(layer("b")).isNotEqualTo(first);
        assertThat(layers()).hasSize(2);
    }

    @Test
    void layerIsPlainWhateverTheMaskWas() throws Exception {
        var staged = store.layers().stage();
        var file = Files.writeString(staged.resolve("file"), "x");
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);

        var digest = store.layers().commit(staged);

        var modes = Files.getPosixFilePermissions(store.layers().path(digest).resolve("file"));
        assertThat(modes)
                .hasToString(Files.getPosixFilePermissions(
                                store.layers().path(layer("y")).resolve("file"))
                        .toString())
                .hasSize(4);
    }

    @Test
    void programAndDataWithTheSameBytesAreDifferentLayers() throws Exception {
        var staged = store.layers().stage();
        Files.writeString(staged.resolve("file"), "a").toFile().setExecutable(true);

        assertThat(store.layers().commit(staged)).isNotEqualTo(layer("a"));
    }

    @Test
    void deletingFreesItsLayersAndKeepsThoseOfOthers() throws Exception {
        var own = layer("own");
        var common = layer("common");
        save(ONE, 1, own, common);
        save(TWO, 2, common);

        store.delete(ONE);

        assertThat(store.list()).extracting(Snapshot::id).containsExactly(TWO);
        assertThat(layers()).containsExactly(common);
    }

    @Test
    void snapshotInUseIsNotDeletedAndIsAfterwards() throws Exception {
        save(ONE, 1, layer("a"));
        var use = store.use(ONE);

        assertThatThrownBy(() -> SnapshotStore.open(ForklineHome.at(root)).delete(ONE))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isTrue())
                .hasMessageContaining("is in use");
        assertThat(store.find(ONE)).isPresent();
        use.close();
        store.delete(ONE);
        assertThat(store.find(ONE)).isEmpty();
    }

    @Test
    void snapshotUsedByAnotherProcessIsNotDeleted() throws Exception {
        save(ONE, 1, layer("a"));
        var holder = lockInAnotherProcess(root.resolve("snapshots/." + ONE + ".use"));
        try {
            assertThatThrownBy(() -> store.delete(ONE)).hasMessageContaining("is in use");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        store.delete(ONE);
        assertThat(store.find(ONE)).isEmpty();
    }

    @Test
    void processesThatUseASnapshotAreNamed() throws Exception {
        save(ONE, 1, layer("a"));
        store.use(ONE).close();
        var holder = lockInAnotherProcess(root.resolve("snapshots/." + ONE + ".use"));
        try {
            assertThat(store.users(ONE)).containsExactly(holder.toHandle());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(store.users(ONE)).isEmpty();
        assertThat(store.users(TWO)).isEmpty();
    }

    @Test
    void waitingForAnotherProcessEndsWithAnInterrupt() throws Exception {
        var holder = lockInAnotherProcess(root.resolve("snapshots/." + ONE + ".build"));
        try (var threads = Executors.newSingleThreadExecutor()) {
            var waiting = threads.submit(() -> store.build(ONE));

            threads.shutdownNow();

            assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        store.build(ONE).close();
    }

    @Test
    void deletingWhatIsNotThereSaysSo() {
        assertThatThrownBy(() -> store.delete(ONE)).hasMessageContaining("There is no snapshot 111111111111");
    }

    @Test
    void damagedManifestNamesItsFileAndTheRemedy() throws Exception {
        var manifest = Files.writeString(root.resolve("snapshots/" + ONE + ".json"), "{\"format\": 1}");

        assertThatThrownBy(() -> store.find(ONE))
                .hasMessageContaining(manifest.toString())
                .hasMessageContaining("delete the file");
    }

    @Test
    void manifestOfALaterFormatIsRefused() throws Exception {
        Files.writeString(root.resolve("snapshots/" + ONE + ".json"), "{\"format\": 2}");

        assertThatThrownBy(() -> store.list()).hasMessageContaining("format 2");
    }

    @Test
    void leftoversOfABuildAreSweptButNotWhileSomebodyBuilds() throws Exception {
        var abandoned = store.layers().stage();
        Files.writeString(abandoned.resolve("half"), "x");
        layer("unnamed");
        var builder = store.layers().builders().shared();

        store.sweep();
        assertThat(abandoned).exists();
        builder.close();
        store.sweep();

        assertThat(layers()).isEmpty();
    }

    @Test
    void buildLockIsForOneThreadAtATime() throws Exception {
        var first = store.build(ONE);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var second = threads.submit(() -> store.build(ONE));
            var other = store.build(TWO);

            assertThat(second.isDone()).isFalse();
            first.close();

            second.get(10, TimeUnit.SECONDS).close();
            other.close();
        }
    }

    @Test
    void lockHeldTwiceIsGivenBackOnce() throws Exception {
        var lock = LockFile.at(root.resolve("lock"));
        var one = lock.shared();
        var other = lock.shared();

        one.close();
        one.close();

        assertThat(lock.tryExclusive()).isEmpty();
        other.close();
        var alone = lock.tryExclusive();
        assertThat(alone).isPresent();
        alone.get().close();
    }

    @Test
    void homeThatCannotBeWrittenSaysWhichVariableToSet() throws Exception {
        var file = Files.createFile(root.resolve("a-file"));

        assertThatThrownBy(() -> SnapshotStore.open(ForklineHome.at(file)))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("FORKLINE_HOME");
    }

    private Snapshot save(EnvironmentId id, int createdAt, String... layers) throws IOException {
        var snapshot = new Snapshot(
                id,
                "environment-ğ",
                SnapshotKind.MEMORY,
                "local",
                List.of(layers),
                List.of("json"),
                SandboxLimits.DEFAULT,
                123,
                Instant.ofEpochMilli(createdAt),
                Duration.ofMillis(45));
        store.save(snapshot);
        return snapshot;
    }

    private String layer(String content) throws IOException {
        var staged = store.layers().stage();
        Files.writeString(staged.resolve("file"), content);
        Files.createSymbolicLink(staged.resolve("link"), Path.of("file"));
        return store.layers().commit(staged);
    }

    private List<String> layers() throws IOException {
        try (var entries = Files.list(root.resolve("layers"))) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .toList();
        }
    }

    /** As Java does it: a POSIX lock, here held by Python. */
    private static Process lockInAnotherProcess(Path file) throws IOException {
        var code = "import fcntl, sys, time\n"
                + "f = open(sys.argv[1], 'a+')\nfcntl.lockf(f, fcntl.LOCK_SH)\nprint('held', flush=True)\ntime.sleep(600)";
        var process = new ProcessBuilder("python3", "-c", code, file.toString()).start();
        assertThat(process.inputReader().readLine()).isEqualTo("held");
        return process;
    }
}
