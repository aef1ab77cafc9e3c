package io.forkline.sandbox.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.Base;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotBudget;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.snapshot.LayerBuild;
import io.forkline.sandbox.snapshot.Samples;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Between two homes on one host. */
class SnapshotArchiveTest {

    private static final EnvironmentId ID = new EnvironmentId("1".repeat(64));
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private TestDirectory root;
    private SnapshotStore from;
    private SnapshotStore to;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        root = TestDirectory.create();
        from = SnapshotStore.open(ForklineHome.at(root.resolve("from")));
        to = SnapshotStore.open(ForklineHome.at(root.resolve("to")));
        file = root.resolve("snapshot.tar.zst");
    }

    @AfterEach
    void remove() throws Exception {
        root.close();
    }

    @Test
    void snapshotIsTheSameInTheOtherHome() throws Exception {
        var snapshot = put(build -> List.of(everyKindOfFile(build), build.stage()));

        export(snapshot);
        var imported = read();

        assertThat(imported).isEqualTo(new Imported.Added(snapshot, List.of()));
        assertThat(to.find(ID)).contains(snapshot);
        assertThat(to.find(ID).orElseThrow().digest()).isEqualTo(snapshot.digest());
        to.verify(snapshot);
    }

    @Test
    void timesOfFilesComeAlongAsPythonComparesThem() throws Exception {
        var snapshot = put(build -> List.of(everyKindOfFile(build)));
        export(snapshot);

        read();

        var layer = to.layers().path(snapshot.layerDigests().getFirst());
        assertThat(Files.getLastModifiedTime(layer.resolve("lib/module.py")))
                .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_700_000_000)));
    }

    @Test
    void sameSnapshotIsTheSameFile() throws Exception {
        var snapshot = put(build -> List.of(everyKindOfFile(build)));
        export(snapshot);
        read();

        SnapshotExport.write(to, snapshot, root.resolve("again"), TransferListener.SILENT);

        assertThat(root.resolve("again")).hasSameBinaryContentAs(file);
    }

    @Test
    void whatIsThereAlreadyIsLeftAsItIs() throws Exception {
        var snapshot = Samples.put(from, ID, NOW, "a");
        export(snapshot);
        read();

        assertThat(read()).isEqualTo(new Imported.AlreadyHere(snapshot));
    }

    @Test
    void otherSnapshotOfTheSameEnvironmentIsNotReplacedUnasked() throws Exception {
        export(Samples.put(from, ID, NOW, "a"));
        var there = Samples.put(to, ID, NOW, "b");

        assertThatThrownBy(this::read)
                .hasMessageContaining("another snapshot of the same environment")
                .hasMessageContaining(there.digest())
                .hasMessageContaining("Delete it first");
        assertThat(to.find(ID)).contains(there);
    }

    @Test
    void snapshotOfAnotherBaseSaysInWhatTheyDiffer() throws Exception {
        export(Samples.put(from, ID, NOW, "a"));
        var base = Samples.BASE;
        var other = new Base("3.13.0", base.abi(), base.prefix(), "musl 1.2", base.machine(), base.system());

        assertThatThrownBy(() -> new SnapshotImport(to, other, TransferListener.SILENT).read(file, Optional.empty()))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse())
                .hasMessageContaining("Python 3.12.1 (main), here 3.13.0; libc glibc 2.36, here musl 1.2.")
                .hasMessageContaining("Build it here");
        assertThat(to.list()).isEmpty();
    }

    @Test
    void onlyTheDigestThatIsAskedForWillDo() throws Exception {
        var snapshot = Samples.put(from, ID, NOW, "a");
        export(snapshot);
        var importing = new SnapshotImport(to, Samples.BASE, TransferListener.SILENT);

        assertThatThrownBy(() -> importing.read(file, Optional.of("2".repeat(64))))
                .hasMessageContaining("not what was asked for")
                .hasMessageContaining(snapshot.digest());
        assertThat(importing.read(file, Optional.of(snapshot.digest()))).isInstanceOf(Imported.Added.class);
    }

    @Test
    void snapshotLargerThanTheBudgetIsRefusedWithTheVariableToSet() throws Exception {
        var build = from.layers().begin();
        var staged = build.stage();
        try (var sparse = new RandomAccessFile(staged.resolve("large").toFile(), "rw")) {
            sparse.setLength(65L * 1024 * 1024);
        }
        var snapshot = Samples.snapshot(ID, NOW, List.of(build.commit(staged)));
        from.save(snapshot);
        build.close();
        export(snapshot);
        to = SnapshotStore.open(ForklineHome.at(root.resolve("to")).withBudget(new SnapshotBudget(64L * 1024 * 1024)));

        assertThatThrownBy(this::read).hasMessageContaining("FORKLINE_SNAPSHOT_BUDGET");
    }

    @Test
    void fileThatIsThereIsNotOverwritten() throws Exception {
        var snapshot = Samples.put(from, ID, NOW, "a");
        Files.writeString(file, "mine");

        assertThatThrownBy(() -> export(snapshot)).hasMessageContaining(file + " is there already");
        assertThat(file).hasContent("mine");
    }

    @Test
    void damagedSnapshotIsNotExported() throws Exception {
        var snapshot = Samples.put(from, ID, NOW, "a");
        Files.writeString(from.layers().path(snapshot.layerDigests().getFirst()).resolve("file"), "b");

        assertThatThrownBy(() -> export(snapshot)).hasMessageContaining("is damaged");
        assertThat(root.root()).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
        assertThat(file).doesNotExist();
    }

    @Test
    void progressIsToldInBytesOfAll() throws Exception {
        var snapshot = Samples.put(from, ID, NOW, "abc", "defg");
        var told = new ArrayList<String>();

        SnapshotExport.write(from, snapshot, file, (bytes, of) -> told.add("out " + bytes + " of " + of));
        new SnapshotImport(to, Samples.BASE, (bytes, of) -> told.add("in " + bytes + " of " + of))
                .read(file, Optional.empty());

        assertThat(told).contains("out 3 of 7", "out 7 of 7", "in 3 of 7", "in 7 of 7");
    }

    @Test
    void snapshotThatIsBeingExportedIsInUse() throws Exception {
        var snapshot = Samples.put(from, ID, NOW, "a");
        var inUse = new ArrayList<Boolean>();

        SnapshotExport.write(from, snapshot, file, (bytes, of) -> {
            try {
                inUse.add(from.isInUse(ID));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });

        assertThat(inUse).containsOnly(true);
    }

    @Test
    void interruptEndsAnExportAndAnImportAndNothingIsLeft() throws Exception {
        var snapshot = put(build -> List.of(everyKindOfFile(build), build.stage()));
        TransferListener interrupting = (bytes, of) -> Thread.currentThread().interrupt();

        assertThatThrownBy(() -> SnapshotExport.write(from, snapshot, file, interrupting))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(root.root()).isDirectoryNotContaining(path -> path.toString().contains("snapshot.tar.zst"));
        export(snapshot);
        assertThatThrownBy(() -> new SnapshotImport(to, Samples.BASE, interrupting).read(file, Optional.empty()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(to.list()).isEmpty();
        to.sweep();
        assertThat(root.resolve("to/layers")).isDirectoryNotContaining(Files::isDirectory);
    }

    private interface Trees {
        List<Path> stage(LayerBuild build) throws IOException;
    }

    private Snapshot put(Trees trees) throws Exception {
        try (var build = from.layers().begin()) {
            var layers = new ArrayList<Layer>();
            for (var tree : trees.stage(build)) {
                layers.add(build.commit(tree));
            }
            var snapshot = Samples.snapshot(ID, NOW, layers);
            from.save(snapshot);
            return snapshot;
        }
    }

    private static Path everyKindOfFile(LayerBuild build) throws IOException {
        var tree = build.stage();
        var lib = Files.createDirectories(tree.resolve("lib"));
        Files.createDirectories(tree.resolve("empty/inside"));
        Files.writeString(lib.resolve("empty file"), "");
        Files.writeString(lib.resolve("program"), "#!/bin/sh\n").toFile().setExecutable(true);
        Files.writeString(lib.resolve("n".repeat(200)), "a name that is long");
        var module = Files.writeString(lib.resolve("module.py"), "x = 1\n");
        Files.setLastModifiedTime(module, FileTime.from(Instant.parse("2023-11-14T22:13:20.987Z")));
        // Names are bytes: this is é in Latin-1, which is nothing in UTF-8.
        Files.writeString(Path.of(URI.create("file://" + lib.toUri().getRawPath() + "caf%e9")), "coffee");
        Files.createSymbolicLink(tree.resolve("bin"), Path.of("/usr/bin"));
        Files.createSymbolicLink(lib.resolve("up"), Path.of("../empty"));
        Files.createSymbolicLink(lib.resolve("nowhere"), Path.of("l".repeat(150)));
        return tree;
    }

    private void export(Snapshot snapshot) throws Exception {
        SnapshotExport.write(from, snapshot, file, TransferListener.SILENT);
    }

    private Imported read() throws Exception {
        return new SnapshotImport(to, Samples.BASE, TransferListener.SILENT).read(file, Optional.empty());
    }
}
