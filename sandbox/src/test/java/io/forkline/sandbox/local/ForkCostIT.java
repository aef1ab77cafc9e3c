package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a fork costs here and now, in the output. The bounds only catch what is wrong by an order of magnitude. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForkCostIT {

    private static final System.Logger LOG = System.getLogger(ForkCostIT.class.getName());
    private static final int ROUNDS = 200;
    private static final int AT_ONCE = 50;

    private TestDirectory directory;
    private LocalProvider provider;
    private Snapshot snapshot;

    @BeforeAll
    void prepare() throws Exception {
        directory = TestDirectory.create();
        provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")));
        var spec = Specs.in(directory.resolve("environment"))
                .preload("ast", "logging", "argparse")
                .spec();
        snapshot = provider.prepare(spec, BuildListener.SILENT);
        once(ForkOptions.of(snapshot), new ArrayList<>(), new ArrayList<>());
    }

    @AfterAll
    void close() throws Exception {
        provider.close();
        directory.close();
    }

    @Test
    void oneForkAfterAnotherTakesMilliseconds() throws Exception {
        var forks = new ArrayList<Long>();
        var starts = new ArrayList<Long>();
        for (var round = 0; round < ROUNDS; round++) {
            once(ForkOptions.of(snapshot), forks, starts);
        }

        report("fork with all confinement", forks);
        report("hand-over to first instruction", starts);
        assertThat(forks.get(ROUNDS / 2)).isLessThan(TimeUnit.MILLISECONDS.toMicros(200));
    }

    /** It is made when it is asked for, and handed over when its control group is there. */
    @Test
    void forkWithLimitsOfItsOwnTakesTensOfMilliseconds() throws Exception {
        var usual = snapshot.limits();
        var lower = new SandboxLimits(usual.cpus(), usual.memoryBytes() / 2, usual.processes(), usual.diskBytes());
        var forks = new ArrayList<Long>();
        for (var round = 0; round < ROUNDS; round++) {
            once(ForkOptions.of(snapshot).withLimits(lower), forks, new ArrayList<>());
        }

        report("fork with limits of its own", forks);
        assertThat(forks.get(ROUNDS / 2)).isLessThan(TimeUnit.MILLISECONDS.toMicros(400));
    }

    @Test
    void fiftyForksAtOnceTakeLessThanOneColdStartEach() throws Exception {
        var tasks = Collections.<Callable<Void>>nCopies(AT_ONCE, () -> {
            once(ForkOptions.of(snapshot), new ArrayList<>(), new ArrayList<>());
            return null;
        });
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var began = System.nanoTime();

            for (var ended : threads.invokeAll(tasks)) {
                ended.get();
            }

            var took = Duration.ofNanos(System.nanoTime() - began);
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} forks at once, each with a script: {1} ms",
                    AT_ONCE,
                    Long.toString(took.toMillis()));
            assertThat(took).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void filterOfAForkIsInstalledInFractionsOfAMillisecond() throws Exception {
        var measure = """
                import os, struct, sys, time
                sys.path.insert(0, sys.argv[1])
                from _forkline import kernel, seccomp
                of_zygote, of_fork = seccomp.of_zygote(), seccomp.of_fork()
                for _ in range(%d):
                    if os.fork() == 0:
                        kernel.no_new_privileges()
                        kernel.install_filter(of_zygote)
                        began = time.monotonic_ns()
                        kernel.install_filter(of_fork)
                        os.write(1, b"%%d\\n" %% ((time.monotonic_ns() - began) // 1000))
                        os._exit(0)
                    os.wait()
                """.formatted(ROUNDS);

        var python = new ProcessBuilder("python3", "-B", "-c", measure, SystemCalls.PROGRAMS.toString()).start();

        var took = new ArrayList<Long>();
        python.inputReader().lines().map(Long::valueOf).forEach(took::add);
        report("filter of a fork", took);
        assertThat(took).hasSize(ROUNDS);
        assertThat(took.get(ROUNDS / 2)).isLessThan(TimeUnit.MILLISECONDS.toMicros(20));
    }

    private void once(ForkOptions options, List<Long> forks, List<Long> starts) throws Exception {
        try (var sandbox = provider.fork(snapshot, options)) {
            var result = sandbox.run(Command.of(List.of("python3", "-c", "pass"), Map.of(), Duration.ofSeconds(60)));
            assertThat(result).isInstanceOf(CommandResult.Exited.class);
            forks.add(sandbox.forkTime(TimeUnit.MICROSECONDS));
            starts.add(TimeUnit.NANOSECONDS.toMicros(result.stages().starting().toNanos()));
        }
    }

    private static void report(String what, List<Long> micros) {
        Collections.sort(micros);
        LOG.log(
                System.Logger.Level.INFO,
                String.format(
                        Locale.ROOT,
                        "%s: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms",
                        what,
                        micros.get(micros.size() / 2) / 1000.0,
                        micros.get(micros.size() * 9 / 10) / 1000.0,
                        micros.get(micros.size() * 99 / 100) / 1000.0));
    }
}
