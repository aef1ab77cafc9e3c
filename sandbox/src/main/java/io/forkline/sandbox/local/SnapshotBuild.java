package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.Recipe;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.snapshot.LayerBuild;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One build of a snapshot: base, the environment's files, what its setup installs, all as layers; then a fork of the whole in
 * which the tools must work. Its caller holds the build lock of the id. A failed build leaves layers that nothing names; its caller sweeps.
 */
final class SnapshotBuild {

    private final Host host;
    private final Supervisor supervisor;
    private final SnapshotStore store;
    private final Clock clock;
    private final SnapshotSpec spec;
    private final BuildListener listener;
    private final BuildEnd end;

    SnapshotBuild(
            Host host,
            Supervisor supervisor,
            SnapshotStore store,
            Clock clock,
            SnapshotSpec spec,
            BuildListener listener,
            BuildEnd end) {
        this.host = host;
        this.supervisor = supervisor;
        this.store = store;
        this.clock = clock;
        this.spec = spec;
        this.listener = listener;
        this.end = end;
    }

    Snapshot run() throws SandboxException, InterruptedException {
        var started = clock.millis();
        try (var build = store.layers().begin()) {
            var layers = buildLayers(build);
            verify(layers.stream().map(Layer::digest).toList());
            var now = clock.millis();
            var snapshot = snapshot(layers, Instant.ofEpochMilli(now), Duration.ofMillis(now - started));
            end.finish(snapshot);
            store.save(snapshot);
            return snapshot;
        } catch (ClosedByInterruptException interrupted) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while the snapshot of " + spec.environment() + " was written");
        } catch (IOException failed) {
            throw SandboxException.retryable(
                    "The snapshot of environment " + spec.environment() + " cannot be written: " + failed, failed);
        }
    }

    private List<Layer> buildLayers(LayerBuild build) throws IOException, SandboxException, InterruptedException {
        listener.progress("Building the snapshot of environment " + spec.environment());
        var base = new BaseLayer(host.system()).commit(build);
        var files = FilesLayer.commit(spec, build);
        var setup = new Setup(host, supervisor, spec, listener, build).run(List.of(base.digest(), files.digest()));
        return setup.map(installed -> List.of(base, files, installed)).orElse(List.of(base, files));
    }

    private Snapshot snapshot(List<Layer> layers, Instant createdAt, Duration buildTime) throws IOException {
        return new Snapshot(
                spec.id(),
                spec.environment(),
                spec.kind(),
                end.provider(),
                host.system().base(),
                layers,
                spec.preload(),
                new Recipe(spec.setup(), spec.setupNetwork(), spec.verify()),
                spec.limits(),
                spec.network(),
                Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
                createdAt,
                buildTime);
    }

    /** In forks of a process that has imported the modules. */
    private void verify(List<String> layers) throws SandboxException, InterruptedException {
        if (spec.verify().isEmpty() && spec.preload().isEmpty()) {
            return;
        }
        listener.progress("Verifying");
        var kind = spec.kind() == SnapshotKind.MEMORY ? ZygotePlan.Kind.WARM : ZygotePlan.Kind.COLD;
        var source = ForkSource.start(supervisor, host.plan(layers, spec.limits(), kind, spec.preload()));
        try {
            new Verification(spec, listener).of(source);
        } finally {
            source.stop();
        }
    }
}
