package io.forkline.sandbox.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotBudget;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is under the locks, the digest and the budget of the store, and goes with its snapshot. */
class CheckpointsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final EnvironmentId ID = new EnvironmentId("1".repeat(64));
    private static final EnvironmentId OTHER = new EnvironmentId("2".repeat(64));

    @TempDir
    private Path root;

    private ForklineHome home;
    private SnapshotStore store;

    @BeforeEach
    void open() throws Exception {
        home = ForklineHome.at(root).withBudget(new SnapshotBudget(64L * 1024 * 1024));
        store = at(NOW);
    }

    @Test
    void whatIsCommittedIsFoundUnderItsDigestAndCounted() throws Exception {
        var snapshot = put(ID, "a layer");

        var made = commit(ID, "image");

        assertThat(store.checkpoints().find(ID)).contains(made);
        assertThat(store.checkpoints().find(OTHER)).isEmpty();
        assertThat(store.checkpoints().isIntact(made)).isTrue();
        assertThat(store.checkpoint(ID).orElseThrow().digest())
                .isEqualTo(made.getFileName().toString());
        assertThat(store.bytes(List.of(snapshot))).isEqualTo("a layer".length() + "image".length());
        store.verify(snapshot);
    }

    @Test
    void damagedCheckpointIsFoundOutAndNamed() throws Exception {
        var snapshot = put(ID, "a layer");
        var made = commit(ID, "image");

        Files.writeString(made.resolve("checkpoint.img"), "imagE");

        assertThat(store.checkpoints().isIntact(made)).isFalse();
        assertThatThrownBy(() -> store.verify(snapshot))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("checkpoint " + made);
    }

    @Test
    void newCheckpointTakesThePlaceOfTheOneBefore() throws Exception {
        commit(ID, "image");

        var made = commit(ID, "newer");

        assertThat(store.checkpoints().find(ID)).contains(made);
        assertThat(made.getParent().toFile().list()).hasSize(1);
    }

    @Test
    void oneThatIsNotCommittedLeavesNothing() throws Exception {
        try (var build = store.layers().begin()) {
            Files.writeString(store.checkpoints().stage(build).resolve("checkpoint.img"), "half");
        }

        store.sweep();

        assertThat(home.checkpoints()).doesNotExist();
        assertThat(home.layers()).isDirectoryNotContaining("glob:**.build-*");
    }

    @Test
    void nobodyElseReadsTheMemoryOfAProcess() throws Exception {
        commit(ID, "image");
        try (var build = store.layers().begin()) {
            assertThat(mode(store.checkpoints().stage(build))).isEqualTo("rwx------");
        }

        assertThat(mode(home.checkpoints())).isEqualTo("rwx------");
        assertThat(mode(home.checkpoints().resolve(ID.value()))).isEqualTo("rwx------");
    }

    @Test
    void deletingASnapshotDeletesItsCheckpointAndNoOther() throws Exception {
        put(ID, "a layer");
        put(OTHER, "another");
        commit(ID, "image");
        commit(OTHER, "image");

        store.delete(ID);

        assertThat(store.checkpoints().all()).containsExactly(OTHER);
    }

    @Test
    void checkpointOfASnapshotInUseStays() throws Exception {
        put(ID, "a layer");
        var made = commit(ID, "image");
        try (var use = store.use(ID)) {
            assertThat(use).isNotNull();

            assertThatThrownBy(() -> store.delete(ID)).hasMessageContaining("is in use");

            assertThat(store.checkpoints().isIntact(made)).isTrue();
        }
    }

    @Test
    void sweepTakesWhatHasNoSnapshotButNotWhatABuildIsAboutToName() throws Exception {
        commit(ID, "image");
        commit(OTHER, "image");
        try (var build = store.build(OTHER)) {
            assertThat(build).isNotNull();

            store.sweep();

            assertThat(store.checkpoints().all()).containsExactly(OTHER);
        }
    }

    @Test
    void pruningFreesCheckpointsAndSaysSo() throws Exception {
        var snapshot = put(ID, "a layer");
        commit(ID, "image");
        var retention = new Retention(0, Duration.ZERO, Optional.empty());

        var would = store.wouldPrune(retention);

        assertThat(would).isEqualTo(new Pruned(List.of(snapshot), List.of(), 12, 0));
        assertThat(store.prune(retention)).isEqualTo(would);
        assertThat(store.checkpoints().all()).isEmpty();
    }

    @Test
    void checkpointsCountAgainstTheBudget() throws Exception {
        var earlier = at(NOW.minus(Duration.ofHours(1)));
        var snapshot = Samples.put(earlier, ID, NOW, "a layer");
        var made = commit(ID, "image");
        try (var image = Files.newByteChannel(made.resolve("checkpoint.img"), StandardOpenOption.WRITE)) {
            image.position(65L * 1024 * 1024).write(ByteBuffer.wrap(new byte[1]));
        }

        var evicted = store.sweep();

        assertThat(evicted).containsExactly(snapshot);
        assertThat(store.checkpoints().all()).isEmpty();
    }

    private Snapshot put(EnvironmentId id, String content) throws Exception {
        return Samples.put(store, id, NOW, content);
    }

    private Path commit(EnvironmentId id, String image) throws Exception {
        try (var build = store.layers().begin()) {
            var staged = store.checkpoints().stage(build);
            Files.writeString(staged.resolve("checkpoint.img"), image);
            return store.checkpoints().commit(id, staged);
        }
    }

    private SnapshotStore at(Instant now) throws SandboxException {
        return SnapshotStore.open(home, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
