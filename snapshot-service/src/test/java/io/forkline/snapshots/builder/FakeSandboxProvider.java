package io.forkline.snapshots.builder;

import io.forkline.sandbox.Base;
import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.Recipe;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SandboxProvider;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Builds nothing, and answers as it was told: with the failures in their order, then with snapshots. */
public final class FakeSandboxProvider implements SandboxProvider {

    public static final Duration BUILD_TIME = Duration.ofMillis(1_234);

    private final Map<EnvironmentId, Snapshot> snapshots = new ConcurrentHashMap<>();
    private final Queue<SandboxException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger builds = new AtomicInteger();
    private volatile @Nullable CountDownLatch gate;

    /** The next build fails so. */
    public void failNext(SandboxException failure) {
        failures.add(failure);
    }

    /** Builds wait until the latch opens. */
    public void holdBuilds(CountDownLatch until) {
        gate = until;
    }

    /** Builds that were begun. */
    public int builds() {
        return builds.get();
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Snapshot prepare(SnapshotSpec spec, BuildListener listener) throws SandboxException, InterruptedException {
        builds.incrementAndGet();
        listener.progress("begin " + spec.environment());
        CountDownLatch until = gate;
        if (until != null) {
            until.await();
        }
        SandboxException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        return snapshots.computeIfAbsent(
                spec.id(),
                id -> new Snapshot(
                        id,
                        spec.environment(),
                        spec.kind(),
                        name(),
                        new Base("3.12", "abi", "/usr", "libc", "x86_64", "os"),
                        List.of(new Layer("0".repeat(64), 77)),
                        spec.preload(),
                        new Recipe(spec.setup(), spec.setupNetwork(), spec.verify()),
                        spec.limits(),
                        Isolation.Network.NONE,
                        "a-host",
                        Instant.EPOCH,
                        BUILD_TIME));
    }

    @Override
    public Optional<Snapshot> find(EnvironmentId id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    @Override
    public Sandbox fork(Snapshot snapshot, ForkOptions options) {
        throw new UnsupportedOperationException("the snapshot service forks nothing");
    }

    @Override
    public List<Sandbox> list() {
        return List.of();
    }

    @Override
    public void close() {}
}
