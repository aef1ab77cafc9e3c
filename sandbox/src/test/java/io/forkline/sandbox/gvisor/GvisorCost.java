package io.forkline.sandbox.gvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.TargetTree;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.environment.Environments;
import io.forkline.sandbox.isolation.ProviderByIsolation;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.sandbox.target.TargetStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What a checkpoint, a restore and a real scan cost here and now, in the output; beside a cold start in the same kernel, and beside the
 * local provider. It builds the real environment three times, so {@code mvn verify} runs it only where {@code -Dit.test} names it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GvisorCost {

    private static final System.Logger LOG = System.getLogger(GvisorCost.class.getName());
    private static final int ROUNDS = 10;

    private TestDirectory directory;
    private ProviderByIsolation provider;
    private SnapshotSpec review;
    private TargetTree sample;

    @BeforeAll
    void open() throws Exception {
        directory = TestDirectory.create();
        provider = Gvisor.open(directory.resolve("home"), SnapshotKind.MEMORY);
        review = Environments.load(Path.of("../environments"), "base")
                .get("python-review")
                .snapshotSpec();
        sample = TargetStore.open(directory.resolve("targets"))
                .fetch(TargetSource.Directory.of(Path.of("../examples/sample-project")));
    }

    @AfterAll
    void close() throws Exception {
        if (provider != null) {
            provider.close();
        }
        directory.close();
    }

    @Test
    void warmScanInARestoredForkCostsLessThanAColdOne() throws Exception {
        var warm = scans("warm, restored", variant('a', SnapshotKind.MEMORY, Gvisor.ISOLATION));
        var cold = scans("cold, started", variant('b', SnapshotKind.FILESYSTEM, Gvisor.ISOLATION));
        var local = scans("warm, a local clone", variant('c', SnapshotKind.MEMORY, Isolation.DEFAULT));

        assertThat(warm).isLessThan(cold);
        assertThat(local).isLessThan(warm);
    }

    /** Median of forking and scanning together, in microseconds. */
    private long scans(String what, SnapshotSpec spec) throws Exception {
        var snapshot = prepared(spec);
        var forks = new ArrayList<Long>();
        var runs = new ArrayList<Long>();
        var both = new ArrayList<Long>();
        provider.fork(snapshot, ForkOptions.of(snapshot)).close();
        for (var round = 0; round < ROUNDS; round++) {
            try (var fork = provider.fork(snapshot, ForkOptions.of(snapshot).withTarget(sample))) {
                var result = scan(fork);
                forks.add(fork.forkTime(TimeUnit.MICROSECONDS));
                runs.add(TimeUnit.NANOSECONDS.toMicros(
                        result.stages().starting().plus(result.stages().ran()).toNanos()));
                both.add(forks.getLast() + runs.getLast());
            }
        }
        report(what + ": fork", forks);
        report(what + ": hand-over to the end of the scan", runs);
        Collections.sort(both);
        return both.get(both.size() / 2);
    }

    private Snapshot prepared(SnapshotSpec spec) throws Exception {
        BuildListener checkpointed = line -> {
            if (line.startsWith("Checkpointed")) {
                LOG.log(System.Logger.Level.INFO, line);
            }
        };
        try {
            return provider.prepare(spec, checkpointed);
        } catch (SandboxException failed) {
            if (failed.isRetryable()) {
                abort("python-review needs a package registry, and none can be reached: " + failed.getMessage());
            }
            throw failed;
        }
    }

    private static CommandResult scan(Sandbox fork) throws Exception {
        var variables = Map.of("PERSPECTIVE", "Security", "TARGET", Sandbox.TARGET);
        var result = fork.run(Command.of(List.of("python3", "analyze.py"), variables, Duration.ofMinutes(2)));
        assertThat(result)
                .as(result.output().stderr())
                .isInstanceOfSatisfying(
                        CommandResult.Exited.class,
                        exited -> assertThat(exited.exitCode()).isZero());
        return result;
    }

    private SnapshotSpec variant(char digit, SnapshotKind kind, Isolation isolation) {
        return new SnapshotSpec(
                new EnvironmentId(String.valueOf(digit).repeat(64)),
                review.environment(),
                kind,
                review.folder(),
                review.filesDigest(),
                review.setup(),
                review.setupNetwork(),
                review.setupTimeout(),
                review.verify(),
                kind == SnapshotKind.MEMORY ? review.preload() : List.of(),
                review.limits(),
                review.network(),
                isolation);
    }

    private static void report(String what, List<Long> micros) {
        var sorted = micros.stream().sorted().toList();
        LOG.log(
                System.Logger.Level.INFO,
                String.format(
                        Locale.ROOT,
                        "%s: p50 %.0f ms, p90 %.0f ms",
                        what,
                        sorted.get(sorted.size() / 2) / 1000.0,
                        sorted.get(sorted.size() * 9 / 10) / 1000.0));
    }
}
