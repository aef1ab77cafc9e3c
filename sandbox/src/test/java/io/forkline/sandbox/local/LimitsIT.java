package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandResult.Exited;
import io.forkline.sandbox.CommandResult.Limit;
import io.forkline.sandbox.CommandResult.StoppedAtLimit;
import io.forkline.sandbox.ForkId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fork may use, held and named. A fork that is handed over before its control group is there comes under it soon. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {

    /** 256 MiB of memory and 16 MiB of disk are allowed. */
    private static final String ONE_PROCESS_TAKES_ALL = "bytearray(400 << 20)";

    private static final String MANY_TAKE_A_LITTLE = """
            import os, time
            for _ in range(8):
                if os.fork() == 0:
                    kept = bytearray(b"x") * (60 << 20)
                    time.sleep(60)
            time.sleep(60)
            """;

    /** Less of everything than the environment allows. */
    private static final SandboxLimits TIGHT = new SandboxLimits(1.0, 64L << 20, 8, 8L << 20, 40, 1L << 20, 64L << 10);

    private TestDirectory directory;
    private LocalProvider parked;
    private LocalProvider made;

    @BeforeAll
    void open() throws Exception {
        directory = TestDirectory.create();
        parked = LocalProvider.open(ForklineHome.at(directory.resolve("home")), new Parking(2, 0));
        made = LocalProvider.open(ForklineHome.at(directory.resolve("home")), Parking.NONE);
    }

    @AfterAll
    void close() throws Exception {
        parked.close();
        made.close();
        directory.close();
    }

    @ParameterizedTest
    @EnumSource
    void memoryOfOneProcessIsHeldAndNamed(SnapshotKind kind) throws Exception {
        var result = run(made, snapshot(kind), ONE_PROCESS_TAKES_ALL);

        assertThat(limits(result)).contains(Limit.MEMORY);
    }

    @Test
    void memoryOfAParkedForkIsHeldAndNamed() throws Exception {
        var snapshot = snapshot(SnapshotKind.MEMORY);
        parked.park(snapshot, 1);

        var result = run(parked, snapshot, ONE_PROCESS_TAKES_ALL);

        assertThat(limits(result)).contains(Limit.MEMORY);
    }

    @ParameterizedTest
    @EnumSource
    void memoryOfAllProcessesTogetherIsHeldAndNamed(SnapshotKind kind) throws Exception {
        var result = run(made, snapshot(kind), MANY_TAKE_A_LITTLE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        StoppedAtLimit.class,
                        stopped -> assertThat(stopped.limit()).isEqualTo(Limit.MEMORY));
    }

    /** The fork's group does not hold what waits in the supervisor. */
    @Test
    void outputThatIsHeardSlowlyDoesNotPileUpInTheSupervisor() throws Exception {
        var snapshot = snapshot(SnapshotKind.MEMORY);
        var flood = "yes flood-of-" + System.nanoTime();
        var heard = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var fork = made.fork(snapshot, ForkOptions.of(snapshot));
                var waiting = Executors.newSingleThreadExecutor()) {
            var result = waiting.submit(() -> fork.run(
                    new Command(List.of("sh", "-c", flood + " >&2"), Map.of(), Duration.ofSeconds(2), 1024, 1024),
                    (stream, chunk) -> {
                        heard.countDown();
                        awaitQuietly(goOn);
                    }));
            heard.await();

            // ended by its deadline, which does not wait for whoever hears it
            Await.until("the deadline", () -> HostTraces.running(flood).isEmpty());
            var most = HostTraces.mostMemoryOfSupervisors();
            goOn.countDown();

            assertThat(result.get()).isInstanceOf(StoppedAtLimit.class);
            assertThat(most).isLessThan(128L << 20);
        }
    }

    @Test
    void siblingOfAForkThatRunsOutOfMemoryGoesOn() throws Exception {
        var snapshot = snapshot(SnapshotKind.MEMORY);
        try (var sibling = made.fork(snapshot, ForkOptions.of(snapshot))) {
            var unused = run(made, snapshot, ONE_PROCESS_TAKES_ALL);

            var result = sibling.run(command("print('here')"));

            assertThat(result.output().stdout()).isEqualTo("here\n");
        }
    }

    @Test
    void processesAreNamedWhenTheyRunOut() throws Exception {
        var result = run(made, snapshot(SnapshotKind.MEMORY), """
                import subprocess
                started = [subprocess.Popen(["sleep", "60"]) for _ in range(100)]
                """);

        assertThat(limits(result)).contains(Limit.PROCESSES);
    }

    @Test
    void openFilesAreNamedWhenTheyRunOut() throws Exception {
        var result = run(made, snapshot(SnapshotKind.MEMORY), "kept = [open('/dev/null') for _ in range(5000)]");

        assertThat(limits(result)).contains(Limit.OPEN_FILES);
    }

    @Test
    void diskIsNamedWhenItIsFull() throws Exception {
        var result = run(made, snapshot(SnapshotKind.MEMORY), """
                for number in range(8):
                    open("/tmp/%d" % number, "wb").write(bytes(4 << 20))
                """);

        assertThat(limits(result)).containsExactly(Limit.DISK);
    }

    @Test
    void sizeOfAFileIsNamedWhenItIsTooLarge() throws Exception {
        var result = run(made, snapshot(SnapshotKind.MEMORY), """
                import os
                os.truncate(os.open("/tmp/large", os.O_CREAT | os.O_RDWR), 17 << 20)
                """);

        assertThat(limits(result)).containsExactly(Limit.FILE_SIZE);
    }

    @Test
    void sizeOfAFileIsNamedWhenItsSignalEndsAProgramThatSaysNothing() throws Exception {
        var result = run(made, snapshot(SnapshotKind.MEMORY), TIGHT, "dd", "if=/dev/zero", "of=/tmp/x", "bs=2M");

        assertThat(limits(result)).containsExactly(Limit.FILE_SIZE);
    }

    @ParameterizedTest
    @EnumSource
    void whatACommandWritesIsHeldAndNamedStdoutAndStderrTogether(SnapshotKind kind) throws Exception {
        var result = run(made, snapshot(kind), TIGHT, "python3", "-c", """
                import sys
                for _ in range(1000):
                    print("o" * 500)
                    print("e" * 500, file=sys.stderr)
                """);

        assertThat(result)
                .isInstanceOfSatisfying(
                        StoppedAtLimit.class,
                        stopped -> assertThat(stopped.limit()).isEqualTo(Limit.OUTPUT));
        var output = result.output();
        assertThat(output.stdout().length() + output.stderr().length()).isLessThanOrEqualTo(64 << 10);
    }

    @Test
    void whatIsWithinItsOutputIsNotStopped() throws Exception {
        var result = run(made, snapshot(SnapshotKind.MEMORY), TIGHT, "head", "-c", "65536", "/dev/zero");

        assertThat(result).isInstanceOf(Exited.class);
        assertThat(result.output().stdout()).hasSize(64 << 10);
    }

    @ParameterizedTest
    @EnumSource
    void limitsThatAForkTightensHoldAtItsFirstInstruction(SnapshotKind kind) throws Exception {
        var snapshot = snapshot(kind);
        parked.park(snapshot, 1);

        var result = run(parked, snapshot, TIGHT, "python3", "-c", """
                import os, resource
                print(open("/proc/self/cgroup").read())
                print(resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_FSIZE))
                print(resource.getrlimit(resource.RLIMIT_NPROC), os.statvfs("/tmp").f_blocks * os.statvfs("/tmp").f_frsize)
                """);

        assertThat(result.output().stdout())
                .contains("(40, 40) (1048576, 1048576)\n(9, 9) 8388608\n")
                .satisfies(printed -> {
                    if (!parked.controlGroups().equals("none")) {
                        // a group of a fork, not of all that the environment's keeper has made so far
                        assertThat(printed).containsPattern("memory.*/f\\d+\n|0::.*/f\\d+\n");
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void memoryThatAForkTightensIsHeldAndNamed(SnapshotKind kind) throws Exception {
        var snapshot = snapshot(kind);
        parked.park(snapshot, 1);

        // allowed by the environment
        var result = run(parked, snapshot, TIGHT, "python3", "-c", "kept = bytearray(120 << 20)");

        assertThat(limits(result)).contains(Limit.MEMORY);
    }

    @Test
    void parkedForksStayForThoseWhoTightenNothing() throws Exception {
        var snapshot = snapshot(SnapshotKind.MEMORY);
        parked.park(snapshot, 1);

        var unused = run(parked, snapshot, TIGHT, "python3", "-c", "pass");

        try (var next = parked.fork(snapshot, ForkOptions.of(snapshot))) {
            assertThat(next.stages().parked()).isTrue();
        }
    }

    /** An environment's limits may change after its snapshot was built. */
    @Test
    void parkedForksHaveTheLimitsThatAreUsualNow() throws Exception {
        var snapshot = snapshot(SnapshotKind.MEMORY);
        parked.park(snapshot, 1);
        var changed = new ForkOptions(ForkId.random(), TIGHT, TIGHT, Optional.empty());
        parked.fork(snapshot, changed).close();
        parked.park(snapshot, 1);

        try (var next = parked.fork(snapshot, changed.withId(ForkId.random()))) {
            var result = next.run(command("import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE))"));

            assertThat(next.stages().parked()).isTrue();
            assertThat(result.output().stdout()).isEqualTo("(40, 40)\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLeastThatMayBeOpenIsEnoughToStart(SnapshotKind kind) throws Exception {
        var least = new SandboxLimits(1.0, 256L << 20, 8, 8L << 20, 16, 4 << 10, 1 << 10);

        assertThat(run(made, snapshot(kind), least, "python3", "-c", "print('here')")
                        .output()
                        .stdout())
                .isEqualTo("here\n");
        assertThat(run(made, snapshot(kind), least, "sh", "-c", "echo here | cat")
                        .output()
                        .stdout())
                .isEqualTo("here\n");
    }

    @Test
    void twoProcessesGetNoMoreThanTheirShareOfTheProcessors() throws Exception {
        assumeFalse(!made.controlGroups().contains("cpu"), "there is no cpu controller here");
        var snapshot = snapshot(SnapshotKind.MEMORY);
        parked.park(snapshot, 1);

        var result = run(parked, snapshot, """
                import os, time
                child = os.fork()
                began, end = time.monotonic(), time.monotonic() + 2
                while time.monotonic() < end:
                    pass
                if child == 0:
                    os._exit(0)
                os.wait()
                used = os.times()
                busy = used.user + used.system + used.children_user + used.children_system
                print(busy / (time.monotonic() - began))
                """);

        // one processor is allowed, two would be used
        assertThat(Double.parseDouble(result.output().stdout())).isLessThan(1.3);
    }

    private static CommandResult run(LocalProvider provider, Snapshot snapshot, SandboxLimits limits, String... command)
            throws Exception {
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot).withLimits(limits))) {
            return sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofSeconds(30)));
        }
    }

    private static CommandResult run(LocalProvider provider, Snapshot snapshot, String code) throws Exception {
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            return sandbox.run(command(code));
        }
    }

    private static Command command(String code) {
        return Command.of(List.of("python3", "-c", code), Map.of(), Duration.ofSeconds(30));
    }

    private static Set<Limit> limits(CommandResult result) {
        return switch (result) {
            case Exited exited -> exited.hits();
            case StoppedAtLimit stopped -> Set.of(stopped.limit());
            case CommandResult.Killed killed -> Set.of();
        };
    }

    private Snapshot snapshot(SnapshotKind kind) throws Exception {
        var spec = Specs.in(directory.resolve("environment-" + kind)).kind(kind).spec();
        return made.prepare(spec, BuildListener.SILENT);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
