package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.footprint.Footprint;
import io.forkline.sandbox.footprint.HostProcess;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the local provider does after something went wrong under it. */
class RecoveryIT {

    private static final int PARKED = 3;

    private TestDirectory directory;
    private ForklineHome home;
    private LocalProvider provider;

    @BeforeEach
    void open() throws Exception {
        directory = TestDirectory.create();
        home = ForklineHome.at(directory.resolve("home"));
        provider = LocalProvider.open(home);
    }

    @AfterEach
    void close() throws Exception {
        provider.close();
        new Leftovers(home.root()).awaitNone();
        directory.close();
    }

    @Test
    void afterItsSupervisorWasKilledTheNextForkHasANewOne() throws Exception {
        var snapshot = provider.prepare(spec(), BuildListener.SILENT);
        try (var thread = Executors.newSingleThreadExecutor();
                var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            var mark = uniqueSleep();
            var running = thread.submit(() -> run(sandbox, mark.split(" ")));
            Await.until("the command to run", () -> !HostTraces.running(mark).isEmpty());

            ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);

            assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            SandboxException.class,
                            lost -> assertThat(lost.isRetryable()).isTrue());
            Await.until("the command to be gone", () -> HostTraces.running(mark).isEmpty());
        }
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            assertThat(run(sandbox, "echo", "again").output().stdout()).isEqualTo("again\n");
        }
    }

    /** While an environment starts some have fixed numbers, and a supervisor with many forks has others at these. */
    @Test
    void environmentsStartWhateverNumbersTheDescriptorsOfTheSupervisorHave() throws Exception {
        var crowd = provider.prepare(spec(), BuildListener.SILENT);
        for (var count = 8; count < 32; count++) {
            provider.park(crowd, count);
            var cold = Specs.in(directory.resolve("cold")).kind(SnapshotKind.FILESYSTEM);
            var snapshot = provider.prepare(cold.spec(), BuildListener.SILENT);

            try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
                assertThat(run(sandbox, "echo", "started").output().stdout()).isEqualTo("started\n");
            }
        }
    }

    @Test
    void interruptedBuildLeavesNoProcessAndNoFile() throws Exception {
        var mark = uniqueSleep();
        var spec = Specs.in(directory.resolve("interrupted")).setup(mark).spec();
        try (var thread = Executors.newSingleThreadExecutor()) {
            var building = thread.submit(() -> provider.prepare(spec, BuildListener.SILENT));
            Await.until("the setup to run", () -> !HostTraces.running(mark).isEmpty());

            thread.shutdownNow();

            assertThatThrownBy(() -> building.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        }
        assertThat(HostTraces.running(mark)).isEmpty();
        assertThat(provider.find(spec.id())).isEmpty();
        assertThat(home.layers()).isDirectoryNotContaining(Files::isDirectory);
        assertThat(HostTraces.mounts(home.root())).isEmpty();
    }

    @Test
    void forkThatWasKilledWhileItWasParkedIsNotHandedOut() throws Exception {
        var snapshot = provider.prepare(spec(), BuildListener.SILENT);
        try (var parking = LocalProvider.open(home, new Parking(PARKED, 0))) {
            parking.park(snapshot, PARKED);
            var cells = named("forkline-cell");

            named("forkline-fork").forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));

            Await.until("what was parked to be gone", () -> Collections.disjoint(cells, named("forkline-cell")));
            for (var fork = 0; fork < PARKED; fork++) {
                try (var sandbox = parking.fork(snapshot, ForkOptions.of(snapshot))) {
                    assertThat(run(sandbox, "python3", "-c", "print(1)")
                                    .output()
                                    .stdout())
                            .isEqualTo("1\n");
                }
            }
        }
    }

    private Set<Long> named(String name) throws IOException {
        return Footprint.processes(home.root()).stream()
                .filter(process -> process.name().equals(name))
                .map(HostProcess::pid)
                .collect(Collectors.toSet());
    }

    @Test
    void snapshotWithALiveZygoteIsKeptUntilTheProviderIsClosed() throws Exception {
        var snapshot = provider.prepare(spec(), BuildListener.SILENT);
        provider.fork(snapshot, ForkOptions.of(snapshot)).close();
        var store = SnapshotStore.open(home);

        assertThatThrownBy(() -> store.delete(snapshot.id())).hasMessageContaining("in use");
        provider.close();
        store.delete(snapshot.id());

        assertThat(home.layers()).isDirectoryNotContaining(Files::isDirectory);
    }

    @Test
    void snapshotThatWasDeletedCannotBeForkedUntilItIsPreparedAgain() throws Exception {
        var spec = spec();
        var snapshot = provider.prepare(spec, BuildListener.SILENT);
        SnapshotStore.open(home).delete(snapshot.id());

        assertThatThrownBy(() -> provider.fork(snapshot, ForkOptions.of(snapshot)))
                .isInstanceOfSatisfying(
                        SandboxException.class,
                        refused -> assertThat(refused.isRetryable()).isTrue())
                .hasMessageContaining("not on this host any more");
        var again = provider.prepare(spec, BuildListener.SILENT);
        try (var sandbox = provider.fork(again, ForkOptions.of(again))) {
            assertThat(run(sandbox, "echo", "again").output().stdout()).isEqualTo("again\n");
        }
    }

    @Test
    void snapshotThatLostALayerIsBuiltAgain() throws Exception {
        var spec = spec();
        var snapshot = provider.prepare(spec, BuildListener.SILENT);
        var layer = home.layers().resolve(snapshot.layerDigests().getLast());
        Files.move(layer, directory.resolve("lost"));

        assertThat(provider.find(spec.id())).isEmpty();
        var again = provider.prepare(spec, BuildListener.SILENT);

        assertThat(again.digest()).isEqualTo(snapshot.digest());
        assertThat(layer).isDirectory();
    }

    private SnapshotSpec spec() {
        return Specs.in(directory.resolve("environment")).spec();
    }

    private static CommandResult run(Sandbox sandbox, String... command) throws SandboxException, InterruptedException {
        return sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofMinutes(5)));
    }

    private static String uniqueSleep() {
        return "sleep " + (3_000_000_000L + System.nanoTime() % 1_000_000_000L);
    }
}
