package io.forkline.sandbox.gvisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.isolation.ProviderByIsolation;
import io.forkline.sandbox.local.Await;
import io.forkline.sandbox.local.HostTraces;
import io.forkline.sandbox.tree.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No process, mount, directory or cgroup of a container outlives whoever it was started for. */
class GvisorLeaseIT {

    private static final String STUBBORN =
            "trap '' TERM HUP INT; (trap '' TERM HUP INT; setsid sleep 1000) & echo begun; sleep 1000";

    private TestDirectory directory;

    @BeforeEach
    void create() throws Exception {
        Gvisor.assumeItIsHere(SnapshotKind.MEMORY);
        directory = TestDirectory.create();
    }

    @AfterEach
    void remove() throws Exception {
        if (directory != null) {
            directory.close();
        }
    }

    @Test
    void sandboxThatIsClosedOrStoppedAtItsTimeLeavesNothing() throws Exception {
        try (var provider = open()) {
            var snapshot = provider.prepare(spec(), BuildListener.SILENT);
            var closed = provider.fork(snapshot, ForkOptions.of(snapshot));
            assertThat(containers()).isNotEmpty();
            assertThat(cgroups().isEmpty()).isEqualTo(!mayMakeCgroups());

            closed.close();

            awaitNothing();
            assertThat(HostTraces.mounts(home())).isEmpty();
            try (var stopped = provider.fork(snapshot, ForkOptions.of(snapshot))) {

                var result = stopped.run(Command.of(List.of("sh", "-c", STUBBORN), Map.of(), Duration.ofSeconds(1)));

                assertThat(result).isInstanceOf(CommandResult.StoppedAtLimit.class);
                awaitNothing();
            }
        }
        assertThat(HostTraces.instances(home())).isEmpty();
        assertThat(cgroups()).isEmpty();
    }

    @Test
    void killedJvmLeavesNothing() throws Exception {
        var jvm = GvisorChild.start(directory.root(), STUBBORN);
        Await.until("the fork to run", () -> Files.exists(directory.resolve("begun")));

        jvm.destroyForcibly();

        Await.until(
                "all its processes to be gone",
                () -> HostTraces.mentioning(home().toString()).isEmpty());
        Await.until(
                "its directory to be gone", () -> HostTraces.instances(home()).isEmpty());
        Await.until("its cgroups to be gone", () -> cgroups().isEmpty());
        assertThat(HostTraces.mounts(home())).isEmpty();
    }

    @Test
    void killedLauncherTakesTheContainersAlongAndTheNextStartSweeps() throws Exception {
        var jvm = GvisorChild.start(directory.root(), STUBBORN);
        Await.until("the fork to run", () -> Files.exists(directory.resolve("begun")));
        var launchers = jvm.children().toList();

        jvm.destroyForcibly();
        launchers.forEach(ProcessHandle::destroyForcibly);

        Await.until(
                "all its processes to be gone",
                () -> HostTraces.mentioning(home().toString()).isEmpty());
        try (var provider = open()) {
            var unused = provider.prepare(cold(), BuildListener.SILENT);
        }
        assertThat(HostTraces.instances(home())).isEmpty();
        assertThat(cgroups()).isEmpty();
    }

    private ProviderByIsolation open() throws Exception {
        return ProviderByIsolation.open(ForklineHome.at(home()), Gvisor.CONFIG);
    }

    private SnapshotSpec spec() {
        return Specs.in(directory.resolve("environment"))
                .isolation(Gvisor.ISOLATION)
                .spec();
    }

    /** Enough to start all that sweeps. */
    private SnapshotSpec cold() {
        return Specs.in(directory.resolve("environment"))
                .isolation(Gvisor.ISOLATION)
                .kind(SnapshotKind.FILESYSTEM)
                .spec();
    }

    private void awaitNothing() throws Exception {
        Await.until("no container to be left", () -> containers().isEmpty());
        Await.until("no cgroup to be left", () -> cgroups().isEmpty());
    }

    /** The kernels and the gofers of this test's containers. */
    private List<Long> containers() throws IOException {
        var state = " --root=" + home() + "/run/";
        return Stream.concat(
                        HostTraces.mentioning("runsc-sandbox" + state).stream(),
                        HostTraces.mentioning("runsc-gofer" + state).stream())
                .toList();
    }

    /** Those of this test's containers, by the digest of their home. */
    private List<Path> cgroups() throws IOException {
        var ours = "forkline/"
                + Sha256.of(home().resolve("run").toString().getBytes(StandardCharsets.UTF_8))
                        .substring(0, 12);
        var found = new ArrayList<Path>();
        try (var hierarchies = Files.newDirectoryStream(Path.of("/sys/fs/cgroup"))) {
            for (var hierarchy : hierarchies) {
                found.addAll(below(hierarchy.resolve(ours)));
            }
        }
        found.addAll(below(Path.of("/sys/fs/cgroup").resolve(ours)));
        return found;
    }

    /** Then a supervisor has made a place for its own. */
    private static boolean mayMakeCgroups() {
        return Files.isDirectory(Path.of("/sys/fs/cgroup/memory/forkline"))
                || Files.isDirectory(Path.of("/sys/fs/cgroup/forkline"));
    }

    /** A container's is two below: first comes that of the instance. */
    private static List<Path> below(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (var walk = Files.walk(home, 2)) {
            return walk.filter(Files::isDirectory)
                    .filter(path -> home.relativize(path).getNameCount() == 2)
                    .toList();
        } catch (UncheckedIOException goneMeanwhile) {
            return List.of(home);
        }
    }

    private Path home() {
        return directory.resolve("child-home");
    }
}
