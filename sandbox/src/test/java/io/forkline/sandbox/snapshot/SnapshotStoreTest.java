package io.forkline.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
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
        var saved = put(ONE, 1, "a");

        assertThat(store.find(ONE)).contains(saved);
        assertThat(store.find(TWO)).isEmpty();
    }

    @Test
    void whatForksReachIsSavedWhereTheyReachAnythingAndIsInTheDigest() throws Exception {
        var one = put(ONE, 1, "a");
        var reaching = Samples.reaching(one, "api.example.org:443", "[::1]:80");

        store.save(reaching);

        assertThat(store.find(ONE)).contains(reaching);
        assertThat(Manifest.tree(reaching).path("network")).hasSize(2);
        assertThat(Manifest.tree(one).has("network")).isFalse();
        assertThat(Set.of(
                        one.digest(),
                        reaching.digest(),
                        Samples.reaching(one, "b.org:1").digest(),
                        Samples.reaching(one, NetworkAccess.HOST).digest()))
                .hasSize(4);
        store.save(Samples.reaching(one, NetworkAccess.HOST));
        assertThat(store.find(ONE).orElseThrow().network()).isEqualTo(NetworkAccess.HOST);
    }

    @Test
    void newestSnapshotIsListedFirst() throws Exception {
        var old = put(ONE, 1, "a");
        var young = put(TWO, 2, "b");

        assertThat(store.list()).containsExactly(young, old);
    }

    @Test
    void digestNamesWhatForksAreMadeOfAndNothingElse() throws Exception {
        var one = put(ONE, 1, "a");
        var sameElsewhere = Samples.snapshot(ONE, Instant.EPOCH, one.layers());
        var otherLayer = put(ONE, 1, "b");
        var otherEnvironment = Samples.snapshot(TWO, one.createdAt(), one.layers());

        assertThat(one.digest()).isEqualTo(sameElsewhere.digest()).matches("[0-9a-f]{64}");
        assertThat(List.of(one.digest(), otherLayer.digest(), otherEnvironment.digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void deletingFreesItsLayersAndKeepsThoseOfOthers() throws Exception {
        put(ONE, 1, "own", "common");
        var other = put(TWO, 2, "common");

        store.delete(ONE);

        assertThat(store.list()).containsExactly(other);
        assertThat(layers()).containsExactlyElementsOf(other.layerDigests());
        assertThat(root.resolve("snapshots/." + ONE + ".used")).doesNotExist();
    }

    @Test
    void snapshotInUseIsNotDeletedAndIsAfterwards() throws Exception {
        put(ONE, 1, "a");
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
        put(ONE, 1, "a");
        var holder = OtherProcess.holding(root.resolve("snapshots/." + ONE + ".use"));
        try {
            assertThatThrownBy(() -> store.delete(ONE)).hasMessageContaining("is in use");
            assertThat(store.isInUse(ONE)).isTrue();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        store.delete(ONE);
        assertThat(store.find(ONE)).isEmpty();
    }

    @Test
    void processesThatUseASnapshotAreNamed() throws Exception {
        put(ONE, 1, "a");
        store.use(ONE).close();
        var holder = OtherProcess.holding(root.resolve("snapshots/." + ONE + ".use"));
        try {
            assertThat(store.users(ONE)).containsExactly(holder.toHandle());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(store.users(ONE)).isEmpty();
        assertThat(store.users(TWO)).isEmpty();
    }

    @Test
    void snapshotThatHasGoneCannotBeUsedAndMayBePreparedAgain() throws Exception {
        put(ONE, 1, "a");
        store.delete(ONE);

        assertThatThrownBy(() -> store.use(ONE))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        gone -> assertThat(gone.isRetryable()).isTrue())
                .hasMessageContaining("not on this host any more");
        assertThat(store.isInUse(ONE)).isFalse();
    }

    @Test
    void useIsRememberedFromItsBeginningAndFromItsEnd() throws Exception {
        var snapshot = put(ONE, 1, "a");
        var begun = at(Instant.ofEpochSecond(1000)).use(ONE);

        assertThat(store.lastUsed(snapshot)).isEqualTo(Instant.ofEpochSecond(1000));
        begun.close();
        at(Instant.ofEpochSecond(2000)).use(ONE).close();
        assertThat(store.lastUsed(snapshot)).isEqualTo(Instant.ofEpochSecond(2000));
    }

    @Test
    void deletingWhatIsNotThereSaysSo() {
        assertThatThrownBy(() -> store.delete(ONE)).hasMessageContaining("There is no snapshot 111111111111");
    }

    @Test
    void snapshotThatLostALayerIsNotFoundSoThatItIsBuiltAgain() throws Exception {
        var snapshot = put(ONE, 1, "a", "b");
        FileTree.remove(store.layers().path(snapshot.layerDigests().getFirst()));

        assertThat(store.find(ONE)).isEmpty();
        assertThat(store.missing(snapshot))
                .containsExactly(snapshot.layerDigests().getFirst());
        assertThat(put(ONE, 2, "a", "b").layers()).isEqualTo(snapshot.layers());
        assertThat(store.find(ONE)).isPresent();
    }

    @Test
    void layerThatWasChangedIsFoundOutAndNamed() throws Exception {
        var snapshot = put(ONE, 1, "a", "b");
        store.verify(snapshot);
        var layer = store.layers().path(snapshot.layerDigests().getLast());
        Files.writeString(layer.resolve("file"), "x");

        assertThatThrownBy(() -> store.verify(snapshot))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        damaged -> assertThat(damaged.isRetryable()).isFalse())
                .hasMessageContaining(layer.toString());
    }

    @Test
    void damagedManifestNamesItsFileAndTheRemedy() throws Exception {
        var manifest = Files.writeString(root.resolve("snapshots/" + ONE + ".json"), "{\"format\": 2}");

        assertThatThrownBy(() -> store.find(ONE))
                .hasMessageContaining(manifest.toString())
                .hasMessageContaining("delete the file");
    }

    @Test
    void manifestThatWasChangedIsRefused() throws Exception {
        put(ONE, 1, "a");
        var manifest = root.resolve("snapshots/" + ONE + ".json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"json\"", "\"evil\""));

        assertThatThrownBy(() -> store.find(ONE)).hasMessageContaining("its digest does not fit");
    }

    /** A digest is in reports and in exports: what came later is in it only where it is not as usual. */
    @Test
    void manifestFromBeforeTheLaterLimitsKeepsItsDigestAndHasTheUsualOnes() throws Exception {
        var saved = put(ONE, 1, "a");
        var manifest = root.resolve("snapshots/" + ONE + ".json");
        var older = Files.readString(manifest).replaceAll(",\\s*\"(openFiles|fileSizeBytes|outputBytes)\" : \\d+", "");
        assertThat(older).doesNotContain("openFiles");
        Files.writeString(manifest, older);

        assertThat(store.find(ONE)).contains(saved);
        assertThat(Samples.snapshot(ONE, Instant.EPOCH, List.of()).digest())
                .isEqualTo("edf14ee05655cd2a339c75efcb1fd7eeeada79edb7f66ba2538ebf31f6ab1679");
    }

    @Test
    void laterLimitsAreKeptAndInTheDigest() throws Exception {
        var usual = put(ONE, 1, "a");
        var less = new SandboxLimits(1.0, 512L << 20, 64, 256L << 20, 64, 1L << 20, 1L << 20);
        var other = new Snapshot(
                TWO,
                usual.environment(),
                usual.kind(),
                usual.provider(),
                usual.base(),
                usual.layers(),
                usual.preload(),
                usual.recipe(),
                less,
                usual.builtOn(),
                usual.createdAt(),
                usual.buildTime());

        store.save(other);

        assertThat(store.find(TWO)).contains(other);
        assertThat(other.digest())
                .isNotEqualTo(
                        Samples.snapshot(TWO, Instant.EPOCH, usual.layers()).digest());
    }

    @Test
    void manifestOfALaterFormatIsRefused() throws Exception {
        Files.writeString(root.resolve("snapshots/" + ONE + ".json"), "{\"format\": 3}");

        assertThatThrownBy(() -> store.list()).hasMessageContaining("format 3");
    }

    @Test
    void manifestOfAnEarlierFormatIsAsIfItWereNotThere() throws Exception {
        Files.writeString(root.resolve("snapshots/" + ONE + ".json"), "{\"format\": 1}");

        assertThat(store.list()).isEmpty();
        assertThat(store.find(ONE)).isEmpty();
    }

    @Test
    void sweepRemovesWhatASaveThatWasKilledHasLeft() throws Exception {
        var staged = Files.createFile(root.resolve("snapshots/." + ONE + ".staged"));
        var mark = Files.createFile(root.resolve("snapshots/." + ONE + ".used"));
        var building = store.build(ONE);

        store.sweep();
        assertThat(staged).exists();
        building.close();
        store.sweep();

        assertThat(staged).doesNotExist();
        assertThat(mark).doesNotExist();
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
    void homeThatCannotBeWrittenSaysWhichVariableToSet() throws Exception {
        var file = Files.createFile(root.resolve("a-file"));

        assertThatThrownBy(() -> SnapshotStore.open(ForklineHome.at(file)))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("FORKLINE_HOME");
    }

    private Snapshot put(EnvironmentId id, int createdAt, String... contents) throws Exception {
        return Samples.put(store, id, Instant.ofEpochMilli(createdAt), contents);
    }

    private SnapshotStore at(Instant now) throws SandboxException {
        return SnapshotStore.open(ForklineHome.at(root), Clock.fixed(now, ZoneOffset.UTC));
    }

    private List<String> layers() throws IOException {
        try (var entries = Files.list(root.resolve("layers"))) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .toList();
        }
    }
}
