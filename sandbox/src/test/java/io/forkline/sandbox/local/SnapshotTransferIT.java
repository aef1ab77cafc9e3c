package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.archive.Imported;
import io.forkline.sandbox.archive.SnapshotExport;
import io.forkline.sandbox.archive.SnapshotImport;
import io.forkline.sandbox.archive.TransferListener;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Built in one home, forked in another. */
class SnapshotTransferIT {

    private TestDirectory directory;
    private ForklineHome there;
    private ForklineHome here;
    private Path file;

    @BeforeEach
    void create() throws Exception {
        directory = TestDirectory.create();
        there = ForklineHome.at(directory.resolve("there"));
        here = ForklineHome.at(directory.resolve("here"));
        file = directory.resolve("snapshot.tar.zst");
    }

    @AfterEach
    void remove() throws Exception {
        directory.close();
    }

    @Test
    void importedSnapshotIsForkedWithItsToolsWarmAndHasTheSameDigest() throws Exception {
        var built = build();
        SnapshotExport.write(SnapshotStore.open(there), built, file, TransferListener.SILENT);

        var imported = takeIn();

        assertThat(imported).isInstanceOf(Imported.Added.class);
        assertThat(imported.snapshot().digest()).isEqualTo(built.digest());
        var ran = run(imported.snapshot(), "python3", "-c", "import installed; print(installed.x)");
        assertThat(ran).isEqualTo("1\n");
        assertThat(run(imported.snapshot(), "cat", "/opt/environment/a.txt")).isEqualTo("a file of the environment");
    }

    /** A link in a layer begins at the root of the sandbox, and no mount may follow it before there is one. */
    @Test
    void linksOfAHostileLayerLeadNowhereOnTheHost() throws Exception {
        var secret = Files.writeString(directory.resolve("secret"), "of the host");
        var built = build();
        var store = SnapshotStore.open(there);
        Snapshot hostile;
        try (var work = store.layers().begin()) {
            var tree = work.stage();
            Files.createDirectories(tree.resolve("opt"));
            Files.createSymbolicLink(tree.resolve("opt/environment"), directory.root());
            Files.createSymbolicLink(tree.resolve("target"), directory.root());
            var layers = new ArrayList<Layer>(built.layers());
            layers.add(work.commit(tree));
            hostile = new Snapshot(
                    Specs.in(directory.resolve("hostile")).spec().id(),
                    "hostile",
                    built.kind(),
                    built.provider(),
                    built.base(),
                    layers,
                    List.of(),
                    built.recipe(),
                    built.limits(),
                    built.network(),
                    built.builtOn(),
                    built.createdAt(),
                    built.buildTime());
            store.save(hostile);
        }
        SnapshotExport.write(store, hostile, file, TransferListener.SILENT);

        var imported = takeIn().snapshot();

        assertThat(secret).hasContent("of the host");
        assertThat(seenBy(imported)).doesNotContain("of the host");
    }

    /** What a fork finds of the host's secret; a snapshot that cannot be forked shows nothing. */
    private String seenBy(Snapshot snapshot) throws Exception {
        try {
            return run(
                    snapshot,
                    "sh",
                    "-c",
                    "cat /opt/environment/secret /target/secret " + directory.resolve("secret") + "; true");
        } catch (SandboxException refused) {
            return "refused: " + refused.getMessage();
        }
    }

    private Snapshot build() throws Exception {
        var spec = Specs.in(directory.resolve("environment"))
                .file("a.txt", "a file of the environment")
                .setup("echo 'x = 1' > /opt/forkline/site/installed.py")
                .preload("installed")
                .spec();
        try (var provider = LocalProvider.open(there)) {
            return provider.prepare(spec, BuildListener.SILENT);
        }
    }

    private Imported takeIn() throws Exception {
        var store = SnapshotStore.open(here);
        return new SnapshotImport(store, BaseSystem.probe().base(), TransferListener.SILENT)
                .read(file, Optional.empty());
    }

    private String run(Snapshot snapshot, String... command) throws Exception {
        try (var provider = LocalProvider.open(here);
                var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            var result = sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofSeconds(30)));
            return result.output().stdout();
        }
    }
}
