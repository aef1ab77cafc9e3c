package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.footprint.Footprint;
import io.forkline.sandbox.footprint.Trace.Kind;
import io.forkline.sandbox.target.TargetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a machine that went down leaves for the next start: files, and in a container control groups; no process, and no lock. */
class CrashedHostIT {

    private static final String DEAD = "0123456789ab";

    private TestDirectory directory;
    private ForklineHome home;
    private Leftovers leftovers;

    @BeforeEach
    void create() throws Exception {
        directory = TestDirectory.create();
        home = ForklineHome.at(directory.resolve("home")).create();
        leftovers = new Leftovers(home.root());
    }

    @AfterEach
    void remove() throws Exception {
        directory.close();
    }

    @Test
    void nextStartRemovesInstancesAndWhatWasHalfMade() throws Exception {
        instance(DEAD, "");
        half(home.layers(), ".build-" + UUID.randomUUID());
        half(home.targets().resolve("staging"), UUID.randomUUID().toString());
        Files.createFile(home.layers().resolve(".build-" + UUID.randomUUID() + ".lock"));
        Files.createFile(home.run().resolve("ba9876543210.lock"));
        Files.createFile(home.snapshots().resolve("." + "a".repeat(64) + ".staged"));
        Files.createDirectories(home.runtime().resolve(".stage-left/_forkline"));
        var left = leftovers.count().keySet();

        LocalProvider.open(home).close();
        TargetStore.open(home.targets());

        assertThat(left).containsExactlyInAnyOrder(Kind.INSTANCE, Kind.STAGE);
        assertThat(leftovers.left()).isEmpty();
    }

    @Test
    void controlGroupsOfAnInstanceAreRemovedByAStartInAnotherGroup() throws Exception {
        var parents = parentsOfControlGroups();
        assumeFalse(parents.isEmpty(), "needs a host that lets us make control groups");
        var elsewhere = parents.stream()
                .map(parent -> parent.resolve("elsewhere-" + UUID.randomUUID()))
                .toList();
        instance(DEAD, elsewhere.stream().map(Path::toString).collect(Collectors.joining("\n")));
        for (var group : elsewhere) {
            Files.createDirectories(group.resolve("forkline-" + DEAD).resolve("f1"));
        }
        try {
            var left = leftovers.count().keySet();

            LocalProvider.open(home).close();

            assertThat(left).contains(Kind.CONTROL_GROUP);
            assertThat(leftovers.left()).isEmpty();
        } finally {
            for (var group : elsewhere) {
                Files.delete(group);
            }
        }
    }

    @Test
    void startsAtTheSameTimeShareTheSweepingAndAllSucceed() throws Exception {
        for (var number = 0; number < 40; number++) {
            instance("dead-" + number, "");
        }
        Callable<Void> start = () -> {
            LocalProvider.open(home).close();
            return null;
        };
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var started : threads.invokeAll(Collections.nCopies(6, start))) {
                started.get();
            }
        }
        LocalProvider.open(home).close();

        assertThat(leftovers.left()).isEmpty();
    }

    /** It was killed and not yet dead when the next began, so its lock was taken. */
    @Test
    void instanceThatDiesWhileTheNextLivesIsRemovedAtTheEndOfThat() throws Exception {
        instance(DEAD, "");
        var hold = "import fcntl, sys, time; held = open(sys.argv[1]); fcntl.flock(held, fcntl.LOCK_EX);"
                + " print('held', flush=True); time.sleep(600)";
        var dying = new ProcessBuilder(
                        "python3",
                        "-c",
                        hold,
                        home.run().resolve(DEAD + ".lock").toString())
                .start();
        assertThat(dying.inputReader().readLine()).isEqualTo("held");

        try (var live = LocalProvider.open(home)) {
            assertThat(live.name()).isEqualTo("local");
            dying.destroyForcibly().waitFor();
        }

        assertThat(leftovers.left()).isEmpty();
    }

    /** As a setup leaves it: with a directory that overlay made and nobody may list. */
    private void instance(String name, String groupParents) throws IOException {
        Files.createDirectories(home.run().resolve(name).resolve("root"));
        var work = Files.createDirectories(home.run().resolve(name).resolve("base-1/w/work"));
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("---------"));
        Files.writeString(home.run().resolve(name + ".lock"), groupParents);
        half(home.run().resolve(name).resolve("base-1"), "u");
    }

    private static void half(Path place, String name) throws IOException {
        Files.createDirectories(place.resolve(name).resolve("opt/tools"));
        Files.writeString(place.resolve(name).resolve("opt/tools/file"), "half");
        Files.createFile(place.resolve(name + ".lock"));
    }

    private Set<Path> parentsOfControlGroups() throws Exception {
        try (var live = LocalProvider.open(home)) {
            assertThat(live.name()).isEqualTo("local");
            return Footprint.of(home.root()).stream()
                    .filter(trace -> trace.kind() == Kind.CONTROL_GROUP)
                    .map(trace -> Path.of(trace.name()))
                    .filter(group -> group.getFileName().toString().startsWith("forkline-"))
                    .map(Path::getParent)
                    .collect(Collectors.toSet());
        }
    }
}
