package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.footprint.Footprint;
import io.forkline.sandbox.footprint.HostProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An environment whose forks are made by more than one keeper and zygote. */
class SeveralNestsIT {

    /** What a zygote has drawn for itself is the same in all its forks, and in nobody else's. */
    private static final String DRAWN = "import os\ndrawn = os.urandom(8).hex()\n";

    private static final String PRINT_DRAWN = "import own; print(own.drawn)";

    /** So often a keeper's name is seen on a keeper only: a child that was just made bears it for a moment. */
    private static final int LOOKS = 10;

    private TestDirectory directory;
    private Path home;
    private Leftovers leftovers;
    private LocalProvider provider;

    @BeforeEach
    void open() throws Exception {
        directory = TestDirectory.create();
        home = directory.resolve("home");
        leftovers = new Leftovers(home);
        provider = LocalProvider.open(ForklineHome.at(home), new Parking(4, 1), new Nests(2));
    }

    @AfterEach
    void close() throws Exception {
        leftovers.look();
        provider.close();
        leftovers.awaitNone();
        directory.close();
    }

    @Test
    void forksThatWaitForOneZygoteAreServedByAnotherAsWell() throws Exception {
        var snapshot = drawn();
        try (var crowd = Crowd.of(provider, snapshot, PRINT_DRAWN)) {
            Await.until("forks of two zygotes", () -> new HashSet<>(crowd.lines()).size() == 2);
        }

        Await.until(
                "two of each",
                () -> named("forkline-zygote").size() == 2
                        && named("forkline-keeper").size() == 2);
    }

    @Test
    void forksOfAFilesystemSnapshotAreMadeByASecondKeeperAsWell() throws Exception {
        var spec = Specs.in(directory.resolve("cold")).kind(SnapshotKind.FILESYSTEM);
        var snapshot = provider.prepare(spec.spec(), BuildListener.SILENT);
        var looks = new HashMap<Long, Integer>();
        var parents = new HashSet<Long>();
        try (var crowd = Crowd.of(provider, snapshot, List.of("echo", "1"))) {
            Await.until("cells of two keepers", () -> {
                parents.addAll(parentsOf("forkline-cell"));
                named("forkline-keeper").forEach(keeper -> looks.merge(keeper, 1, Integer::sum));
                looks.keySet().removeIf(keeper -> !ProcessHandle.of(keeper).isPresent());
                var stay = looks.keySet().stream()
                        .filter(keeper -> looks.get(keeper) >= LOOKS)
                        .toList();
                return stay.size() == 2 && parents.containsAll(stay);
            });
            assertThat(crowd.lines()).allMatch("1"::equals);
        }

        Await.until("two keepers", () -> named("forkline-keeper").size() == 2);
        assertThat(named("forkline-zygote")).isEmpty();
    }

    @Test
    void identitiesOfForksOfDifferentZygotesDiffer() throws Exception {
        var snapshot = drawn();
        var names = "import os, random, socket, ssl, uuid, own; print(own.drawn, socket.gethostname(), random.random(),"
                + " uuid.uuid1(), uuid.getnode(), ssl.RAND_bytes(8).hex(), open('/etc/machine-id').read().strip())";
        List<String> lines;
        try (var crowd = Crowd.of(provider, snapshot, names)) {
            Await.until("forks of two zygotes", () -> zygotes(crowd.lines()).size() == 2);
            lines = crowd.lines();
        }

        var words = new ArrayList<String>();
        for (var line : lines) {
            words.addAll(List.of(line.split(" ")).subList(1, 7));
        }
        assertThat(words).hasSize(6 * lines.size()).doesNotHaveDuplicates();
    }

    @Test
    void whenOneZygoteIsKilledTheOtherServesWhoeverComesNext() throws Exception {
        var snapshot = drawn();
        Set<String> before;
        try (var crowd = Crowd.of(provider, snapshot, PRINT_DRAWN)) {
            Await.until("forks of two zygotes", () -> zygotes(crowd.lines()).size() == 2);
            before = zygotes(crowd.lines());
        }
        var keepers = named("forkline-keeper");
        var first = named("forkline-zygote").stream().sorted().findFirst().orElseThrow();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        Await.until("its keeper to be gone", () -> named("forkline-keeper").size() == 1);
        var after = new HashSet<String>();
        for (var fork = 0; fork < 10; fork++) {
            after.add(fork(snapshot));
        }
        assertThat(after).hasSize(1).isSubsetOf(before);
        Await.until("the other keeper alone", () -> keepers.containsAll(named("forkline-keeper")));
    }

    @Test
    void whenOneKeeperIsKilledUnderLoadAnotherTakesItsPlace() throws Exception {
        var snapshot = drawn();
        try (var crowd = Crowd.of(provider, snapshot, PRINT_DRAWN)) {
            Await.until("forks of two zygotes", () -> zygotes(crowd.lines()).size() == 2);
        }
        var killed = named("forkline-keeper").stream().sorted().findFirst().orElseThrow();

        ProcessHandle.of(killed).orElseThrow().destroyForcibly();

        Await.until("it to be gone", () -> named("forkline-keeper").size() == 1);
        try (var crowd = Crowd.of(provider, snapshot, PRINT_DRAWN)) {
            Await.until("forks of two zygotes", () -> zygotes(crowd.lines()).size() == 2);
        }
        Await.until(
                "two keepers, of which none was killed",
                () -> named("forkline-keeper").size() == 2
                        && !named("forkline-keeper").contains(killed));
    }

    /** Its module is broken under its hands, and takes its time to fail, so that it is seen. */
    @Test
    void zygoteThatDoesNotStartLeavesTheForksToTheFirst() throws Exception {
        var snapshot = drawn();
        var drawn = fork(snapshot);
        Await.until("one zygote", () -> named("forkline-zygote").size() == 1);
        var first = named("forkline-zygote");
        Files.writeString(
                home.resolve("layers")
                        .resolve(snapshot.layerDigests().getLast())
                        .resolve("opt/environment/own.py"),
                "import time\ntime.sleep(3)\nraise ValueError('broken')\n");
        try (var crowd = Crowd.of(provider, snapshot, PRINT_DRAWN)) {
            Await.until("another zygote", () -> named("forkline-zygote").size() == 2);
            Await.until("it to be gone", () -> named("forkline-keeper").size() == 1);
            var soFar = crowd.lines().size();
            Await.until("further forks", () -> crowd.lines().size() > soFar + 20);
            assertThat(new HashSet<>(crowd.lines())).containsExactly(drawn);
        }

        Await.until("the first zygote alone", () -> named("forkline-zygote").equals(first));
    }

    @Test
    void killedJvmLeavesNoneOfThem() throws Exception {
        var root = directory.root();
        var left = new Leftovers(directory.resolve("child-home"));
        var worker = ChildJvm.start(root, List.of(), CrowdedWorker.class, root.toString());
        assertThat(worker.inputReader().readLine()).isEqualTo("crowded");
        left.look();

        worker.destroyForcibly();

        left.awaitNone();
    }

    private Snapshot drawn() throws Exception {
        var spec = Specs.in(directory.resolve("environment"))
                .file("own.py", DRAWN)
                .preload("own")
                .spec();
        return provider.prepare(spec, BuildListener.SILENT);
    }

    private String fork(Snapshot snapshot) throws Exception {
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            var command = Command.of(List.of("python3", "-c", PRINT_DRAWN), Map.of(), Duration.ofMinutes(1));
            return sandbox.run(command).output().stdout().strip();
        }
    }

    private static Set<String> zygotes(List<String> lines) {
        return lines.stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
    }

    /** A child that was just made bears its maker's name for a moment, so await what this is to be. */
    private Set<Long> named(String name) throws IOException {
        return Footprint.processes(home).stream()
                .filter(process -> process.name().equals(name))
                .map(HostProcess::pid)
                .collect(Collectors.toSet());
    }

    private Set<Long> parentsOf(String name) throws IOException {
        return Footprint.processes(home).stream()
                .filter(process -> process.name().equals(name))
                .map(HostProcess::parent)
                .collect(Collectors.toSet());
    }
}
