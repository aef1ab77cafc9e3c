package io.forkline.sandbox.gvisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

    private static final EnvironmentId ID = new EnvironmentId("1".repeat(64));
    private static final EnvironmentId OTHER = new EnvironmentId("2".repeat(64));
    private static final Pins PINS = new Pins("1", "ptrace", "cpu", "content");
    private static final Pins NEWER = new Pins("2", "ptrace", "cpu", "content");

    @TempDir
    private Path directory;

    private ForklineHome home;
    private CheckpointStore store;

    @BeforeEach
    void open() throws Exception {
        home = ForklineHome.at(directory);
        store = CheckpointStore.open(home);
    }

    @Test
    void whatIsCommittedIsFoundByItsPinsOnly() throws Exception {
        commit(ID, PINS);

        var found = store.find(ID, PINS);

        assertThat(found)
                .hasValueSatisfying(
                        place -> assertThat(place.resolve("checkpoint.img")).hasContent("image"));
        assertThat(store.find(ID, NEWER)).isEmpty();
        assertThat(store.find(OTHER, PINS)).isEmpty();
    }

    @Test
    void anImageThatIsNotWhatWasWrittenIsNotFound() throws Exception {
        commit(ID, PINS);
        var image = store.find(ID, PINS).orElseThrow().resolve("checkpoint.img");

        Files.writeString(image, "imagE");

        assertThat(store.find(ID, PINS)).isEmpty();
        assertThat(store.last(ID))
                .hasValueSatisfying(last -> assertThat(last.pins()).isEqualTo(PINS));
    }

    @Test
    void aNewCheckpointTakesThePlaceOfTheOneBefore() throws Exception {
        commit(ID, PINS);

        commit(ID, NEWER);

        assertThat(store.find(ID, PINS)).isEmpty();
        assertThat(store.find(ID, NEWER)).isPresent();
        assertThat(home.checkpoints().resolve(ID.value()).toFile().list()).hasSize(1);
    }

    @Test
    void oneThatIsNotCommittedLeavesNothing() throws Exception {
        try (var stage = store.stage()) {
            Files.writeString(stage.directory().resolve("checkpoint.img"), "half");
        }

        assertThat(home.checkpoints()).isEmptyDirectory();
    }

    @Test
    void sweepKeepsWhatIsKnownAndWhatIsBeingMade() throws Exception {
        commit(ID, PINS);
        commit(OTHER, PINS);
        Files.createDirectory(home.checkpoints().resolve(".stage-crashed"));
        Files.createFile(home.checkpoints().resolve(".stage-crashed.lock"));
        try (var live = store.stage()) {

            store.keepOnly(Set.of(ID));

            assertThat(live.directory()).isDirectory();
            assertThat(store.find(ID, PINS)).isPresent();
            assertThat(store.find(OTHER, PINS)).isEmpty();
            assertThat(home.checkpoints().resolve(".stage-crashed")).doesNotExist();
        }
    }

    @Test
    void nobodyElseReadsTheMemoryOfAProcess() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.checkpoints())))
                .isEqualTo("rwx------");
    }

    @Test
    void networkIsGrantedByEnvironment() throws Exception {
        store.grantNetwork(ID);

        assertThat(store.hasNetwork(ID)).isTrue();
        assertThat(store.hasNetwork(OTHER)).isFalse();
    }

    private void commit(EnvironmentId id, Pins pins) throws Exception {
        try (var stage = store.stage()) {
            Files.writeString(stage.directory().resolve("checkpoint.img"), "image");
            var unused = store.commit(id, stage, pins, List.of(), 1);
        }
    }
}
