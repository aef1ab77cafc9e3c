package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.Base;
import io.forkline.sandbox.Destination;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.Recipe;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Snapshots of a file or two, for tests that need no sandbox. */
public final class Samples {

    public static final Base BASE = new Base("3.12.1 (main)", "cpython-312", "/usr", "glibc 2.36", "x86_64", "ID=ğ");

    private Samples() {}

    /** Puts a snapshot into a store whose layers have a file and a link each, the file with this content. */
    public static Snapshot put(SnapshotStore store, EnvironmentId id, Instant createdAt, String... contents)
            throws IOException, InterruptedException {
        try (var build = store.layers().begin()) {
            var layers = new ArrayList<Layer>();
            for (var content : contents) {
                layers.add(layer(build, content));
            }
            var snapshot = snapshot(id, createdAt, layers);
            store.save(snapshot);
            return snapshot;
        }
    }

    public static Snapshot snapshot(EnvironmentId id, Instant createdAt, List<Layer> layers) {
        return new Snapshot(
                id,
                "environment-ğ",
                SnapshotKind.MEMORY,
                "local",
                BASE,
                layers,
                List.of("json"),
                new Recipe(List.of("pip install tool"), true, List.of("tool --version")),
                SandboxLimits.DEFAULT,
                "host-1",
                createdAt,
                Duration.ofMillis(45));
    }

    /** The same whose forks reach these, each as {@code host:port}. */
    public static Snapshot reaching(Snapshot snapshot, String... destinations) {
        return reaching(
                snapshot,
                NetworkAccess.to(Stream.of(destinations).map(Destination::parse).toList()));
    }

    /** The same whose forks reach this. */
    public static Snapshot reaching(Snapshot snapshot, NetworkAccess network) {
        return new Snapshot(
                snapshot.id(),
                snapshot.environment(),
                snapshot.kind(),
                snapshot.provider(),
                snapshot.base(),
                snapshot.layers(),
                snapshot.preload(),
                snapshot.recipe(),
                snapshot.limits(),
                network,
                snapshot.builtOn(),
                snapshot.createdAt(),
                snapshot.buildTime());
    }

    static Layer layer(LayerBuild build, String content) throws IOException, InterruptedException {
        return build.commit(stage(build, content));
    }

    static Path stage(LayerBuild build, String content) throws IOException {
        var staged = build.stage();
        Files.writeString(staged.resolve("file"), content);
        Files.createSymbolicLink(staged.resolve("link"), Path.of("file"));
        return staged;
    }
}
