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
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.footprint.Footprint;
import io.forkline.sandbox.footprint.HostProcess;
import io.forkline.sandbox.footprint.Trace.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is killed, and however a fork ends: what it had on the host is gone, and no more than that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeftoversIT {

    private static final List<String> WAIT =
            List.of("python3", "-c", "import time; print('begun', flush=True); time.sleep(600)");
    private static final List<String> STUBBORN =
            List.of("sh", "-c", "trap '' TERM HUP; (trap '' TERM HUP; setsid sleep 600) & echo begun; sleep 600");

    private TestDirectory directory;
    private Path home;
    private LocalProvider provider;
    private Snapshot snapshot;
    private Leftovers leftovers;
    private Map<Kind, Long> idle;
    private Map<Kind, Long> ready;

    /** Nothing is made ahead, so that a fork that ends leaves as much as there was. */
    @BeforeAll
    void open() throws Exception {
        directory = TestDirectory.create();
        home = directory.resolve("home");
        leftovers = new Leftovers(home);
        provider = LocalProvider.open(ForklineHome.at(home), Parking.NONE);
        snapshot = provider.prepare(Specs.in(directory.resolve("environment")).spec(), BuildListener.SILENT);
        idle = leftovers.count();
    }

    @BeforeEach
    void startTheEnvironment() throws Exception {
        forkAgain();
        Await.until("the fork to be gone", this::isWithoutForks);
        ready = leftovers.count();
    }

    @AfterAll
    void close() throws Exception {
        provider.close();
        leftovers.awaitNone();
        directory.close();
    }

    enum End {
        EXIT,
        TIME_OUT,
        KILL,
        CLOSE
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void forkThatEndsLeavesNothingOfItself(End end) throws Exception {
        try (var warm = provider.fork(snapshot, ForkOptions.of(snapshot));
                var cold = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            end(warm, WAIT, end);
            end(cold, STUBBORN, end);
        }

        leftovers.awaitCount(ready);
        forkAgain();
    }

    /** A process of ours, what goes with it, and whether somebody is there to clean up after it. */
    enum Victim {
        FORK("forkline-fork", Extent.FORK),
        CELL("forkline-cell", Extent.FORK),
        ZYGOTE("forkline-zygote", Extent.ENVIRONMENT),
        KEEPER("forkline-keeper", Extent.ENVIRONMENT),
        BUILDER("forkline-superv", Extent.ENVIRONMENT),
        ATTACHER("forkline-attach", Extent.ALL),
        SUPERVISOR("forkline-superv", Extent.ALL),
        LAUNCHER("python3", Extent.ALL_BUT_FILES);

        private final String process;
        private final Extent extent;

        Victim(String process, Extent extent) {
            this.process = process;
            this.extent = extent;
        }
    }

    enum Extent {
        FORK,
        ENVIRONMENT,
        ALL,
        ALL_BUT_FILES
    }

    @ParameterizedTest
    @EnumSource(Victim.class)
    void whoIsKilledTakesAlongWhatDependsOnItAndLeavesNothing(Victim victim) throws Exception {
        var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot));
        try (var thread = Executors.newSingleThreadExecutor()) {
            var begun = new CountDownLatch(1);
            var running = thread.submit(() -> run(sandbox, WAIT, begun));
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            leftovers.look();

            ProcessHandle.of(pidOf(victim)).orElseThrow().destroyForcibly();

            // whatever it is told: that a command was lost, or how it ended
            thread.shutdown();
            assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(running.isDone()).isTrue();
        }
        sandbox.close();
        switch (victim.extent) {
            case FORK -> leftovers.awaitCount(ready);
            case ENVIRONMENT -> leftovers.awaitCount(idle);
            case ALL -> leftovers.awaitNone();
            case ALL_BUT_FILES -> leftovers.awaitNoneBut(Set.of(Kind.INSTANCE, Kind.CONTROL_GROUP));
        }
        forkAgain();
    }

    private void end(Sandbox sandbox, List<String> argv, End how) throws Exception {
        switch (how) {
            case EXIT ->
                run(sandbox, List.of("sh", "-c", "setsid sleep 600 > /dev/null 2>&1 & exit 3"), new CountDownLatch(1));
            case TIME_OUT ->
                assertThat(sandbox.run(Command.of(argv, Map.of(), Duration.ofMillis(300))))
                        .isInstanceOf(CommandResult.StoppedAtLimit.class);
            case KILL, CLOSE -> {
                try (var thread = Executors.newSingleThreadExecutor()) {
                    var begun = new CountDownLatch(1);
                    var running = thread.submit(() -> run(sandbox, argv, begun));
                    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                    leftovers.look();
                    if (how == End.KILL) {
                        sandbox.kill();
                        assertThat(running.get(30, TimeUnit.SECONDS)).isInstanceOf(CommandResult.Killed.class);
                    } else {
                        sandbox.close();
                        assertThatThrownBy(() -> running.get(30, TimeUnit.SECONDS))
                                .hasRootCauseInstanceOf(SandboxException.class);
                    }
                }
            }
        }
    }

    private static CommandResult run(Sandbox sandbox, List<String> argv, CountDownLatch begun)
            throws SandboxException, InterruptedException {
        return sandbox.run(Command.of(argv, Map.of(), Duration.ofMinutes(5)), (stream, chunk) -> begun.countDown());
    }

    /** The first to ask after an environment has ended hears of it, and may ask again. */
    private void forkAgain() throws Exception {
        try {
            fork();
        } catch (SandboxException ended) {
            assertThat(ended.isRetryable()).isTrue();
            fork();
        }
    }

    private void fork() throws SandboxException, InterruptedException {
        try (var sandbox = provider.fork(snapshot, ForkOptions.of(snapshot))) {
            var result = run(sandbox, List.of("python3", "-c", "print('works')"), new CountDownLatch(1));
            assertThat(result.output().stdout()).isEqualTo("works\n");
        }
    }

    private boolean isWithoutForks() throws IOException {
        return Footprint.processes(home).stream()
                        .noneMatch(process -> process.name().equals("forkline-cell"))
                && Footprint.of(home).stream()
                        .noneMatch(trace -> trace.kind() == Kind.CONTROL_GROUP
                                && trace.name().matches(".*/f[0-9]+"));
    }

    /** The builder has the supervisor's name: it is below it. The launcher, above it, has none of ours. */
    private long pidOf(Victim victim) throws IOException {
        var processes = Footprint.processes(home);
        var named = processes.stream()
                .filter(process -> process.name().equals(victim.process))
                .toList();
        var pids = named.stream().map(HostProcess::pid).collect(Collectors.toSet());
        return switch (victim) {
            case LAUNCHER ->
                ProcessHandle.current()
                        .children()
                        .map(ProcessHandle::pid)
                        .filter(pid -> processes.stream().anyMatch(process -> process.pid() == pid))
                        .findFirst()
                        .orElseThrow();
            case BUILDER ->
                named.stream()
                        .filter(process -> pids.contains(process.parent()))
                        .findFirst()
                        .orElseThrow()
                        .pid();
            default ->
                named.stream()
                        .filter(process -> !pids.contains(process.parent()))
                        .findFirst()
                        .orElseThrow()
                        .pid();
        };
    }
}
