package io.forkline.sandbox.gvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.archive.SnapshotExport;
import io.forkline.sandbox.archive.SnapshotImport;
import io.forkline.sandbox.archive.TransferListener;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.isolation.ProviderByIsolation;
import io.forkline.sandbox.local.Await;
import io.forkline.sandbox.local.BaseSystem;
import io.forkline.sandbox.local.HostTraces;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The warm process of a MEMORY snapshot is on the disk: it outlives the provider, and is made again when it cannot be restored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckpointIT {

    private TestDirectory directory;
    private ForklineHome home;
    private SnapshotSpec spec;
    private final List<String> lines = new ArrayList<>();
    /** What the module of the checkpoint that there is now drew when it was imported. */
    private String token;

    @BeforeAll
    void checkpoint() throws Exception {
        Gvisor.assumeItIsHere(SnapshotKind.MEMORY);
        directory = TestDirectory.create();
        home = ForklineHome.at(directory.resolve("home"));
        spec = Specs.in(directory.resolve("environment"))
                .isolation(Gvisor.ISOLATION)
                .file("born.py", "import random\nTOKEN = random.random()\n")
                .preload("born")
                .spec();
        token = tokenFrom(home, lines::add);
    }

    @AfterAll
    void remove() throws Exception {
        if (directory != null) {
            directory.close();
        }
    }

    @Test
    void processThatWasWarmForOneProviderIsWarmForTheNext() throws Exception {
        var seen = tokenFrom(home);

        assertThat(seen).startsWith("0.").isEqualTo(token);
        assertThat(lines)
                .anyMatch(line -> line.startsWith("Going on in runsc "))
                .anyMatch(line -> line.matches("Checkpointed \\d+ KiB in \\d+ ms"));
    }

    @Test
    void whatAModuleWroteWhenItWasImportedIsInEveryFork() throws Exception {
        var writing = Specs.in(directory.resolve("writing"))
                .isolation(Gvisor.ISOLATION)
                .file("writes.py", """
                        import os
                        os.makedirs("/home/forkline/.cache/writes", mode=0o700)
                        kept = open("/home/forkline/.cache/writes/file", "w+")
                        kept.write("written")
                        kept.close()
                        os.symlink("file", "/home/forkline/.cache/writes/link")
                        """)
                .preload("writes")
                .spec();
        try (var provider = open()) {
            var snapshot = provider.prepare(writing, BuildListener.SILENT);

            var seen = run(
                    provider,
                    snapshot,
                    "import os\nd='/home/forkline/.cache/writes/'\n"
                            + "open(d + 'more', 'w')\nprint(open(d + 'link').read(), oct(os.stat(d).st_mode))");

            assertThat(seen).isEqualTo("written 0o40700\n");
        }
    }

    @Test
    void checkpointOfAnotherVersionIsMadeAgain() throws Exception {
        alter("\"runsc\" : \"", "\"runsc\" : \"not ");

        assertMadeAgain(home);

        assertThat(manifest(home)).content().doesNotContain("not ");
    }

    @Test
    void damagedCheckpointIsMadeAgain() throws Exception {
        Files.write(manifest(home).resolveSibling("checkpoint.img"), new byte[] {1}, StandardOpenOption.WRITE);

        assertMadeAgain(home);
    }

    @Test
    void snapshotThatWasImportedGetsACheckpointOfThisHost() throws Exception {
        var archive = directory.resolve("archive.tar.zst");
        var store = SnapshotStore.open(home);
        SnapshotExport.write(store, store.find(spec.id()).orElseThrow(), archive, TransferListener.SILENT);
        var other = ForklineHome.at(directory.resolve("other-home"));
        var there =
                new SnapshotImport(SnapshotStore.open(other), BaseSystem.probe().base(), TransferListener.SILENT);
        var unused = there.read(archive, Optional.empty());
        assertThat(other.checkpoints()).doesNotExist();

        assertThat(tokenFrom(other)).startsWith("0.").isNotEqualTo(token);

        assertThat(manifest(other)).exists();
    }

    @Test
    void moduleThatCannotBeImportedThereIsNamedAndLeavesNoSnapshot() throws Exception {
        var elsewhere = Specs.in(directory.resolve("elsewhere"))
                .isolation(Gvisor.ISOLATION)
                .file("elsewhere.py", "import os\nassert os.uname().release != '4.4.0', 'this is another kernel'\n")
                .preload("elsewhere")
                .spec();
        try (var provider = open()) {

            assertThatThrownBy(() -> provider.prepare(elsewhere, BuildListener.SILENT))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("preload of elsewhere failed")
                    .hasMessageContaining("this is another kernel");

            assertThat(provider.find(elsewhere.id())).isEmpty();
        }
    }

    @Test
    void interruptedCheckpointLeavesNoContainerAndNoFile() throws Exception {
        var slow = Specs.in(directory.resolve("slow"))
                .isolation(Gvisor.ISOLATION)
                .file("slow.py", "import os, time\nif os.uname().release == '4.4.0':\n    time.sleep(600)\n")
                .preload("slow")
                .spec();
        try (var provider = open();
                var thread = Executors.newSingleThreadExecutor()) {
            var containers = "runsc-sandbox --root=" + home.run();
            var building = thread.submit(() -> provider.prepare(slow, BuildListener.SILENT));
            Await.until(
                    "the module to be imported",
                    () -> !HostTraces.mentioning(containers).isEmpty());

            thread.shutdownNow();

            assertThatThrownBy(() -> building.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
            assertThat(HostTraces.mentioning(containers)).isEmpty();
            assertThat(home.checkpoints().resolve(slow.id().value())).doesNotExist();
            assertThat(home.layers()).isDirectoryNotContaining("glob:**.build-*");
            assertThat(provider.find(slow.id())).isEmpty();
        }
    }

    private ProviderByIsolation open() throws Exception {
        return ProviderByIsolation.open(home, Gvisor.CONFIG);
    }

    private void assertMadeAgain(ForklineHome where) throws Exception {
        var before = token;

        token = tokenFrom(where);

        assertThat(token).startsWith("0.").isNotEqualTo(before);
    }

    /** What the module drew when it was imported, seen in a fork of a provider that ends with it. */
    private String tokenFrom(ForklineHome where) throws Exception {
        return tokenFrom(where, BuildListener.SILENT);
    }

    private String tokenFrom(ForklineHome where, BuildListener listener) throws Exception {
        try (var provider = ProviderByIsolation.open(where, Gvisor.CONFIG)) {
            return run(provider, provider.prepare(spec, listener), "import born; print(born.TOKEN)");
        }
    }

    private static String run(ProviderByIsolation provider, Snapshot snapshot, String code) throws Exception {
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            return sandbox.run(Command.of(List.of("python3", "-c", code), Map.of(), Duration.ofSeconds(30)))
                    .output()
                    .stdout();
        }
    }

    /** As if it had been made so: under the digest of what it is then. */
    private void alter(String pattern, String replacement) throws Exception {
        var checkpoints = SnapshotStore.open(home).checkpoints();
        try (var build = SnapshotStore.open(home).layers().begin()) {
            var staged = checkpoints.stage(build);
            try (var parts = Files.newDirectoryStream(manifest(home).getParent())) {
                for (var part : parts) {
                    Files.move(part, staged.resolve(part.getFileName()));
                }
            }
            var manifest = staged.resolve("checkpoint.json");
            Files.writeString(manifest, Files.readString(manifest).replaceFirst(pattern, replacement));
            var unused = checkpoints.commit(spec.id(), staged);
        }
    }

    private Path manifest(ForklineHome where) throws Exception {
        try (var found = Files.walk(where.checkpoints().resolve(spec.id().value()))) {
            return found.filter(path -> path.endsWith("checkpoint.json"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
