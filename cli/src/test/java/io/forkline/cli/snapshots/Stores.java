package io.forkline.cli.snapshots;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.Recipe;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import io.forkline.sandbox.local.BaseSystem;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Snapshots of a file or two, on this host's base, as if a setup had made them. */
final class Stores {

    private Stores() {}

    /** A snapshot with a layer for each content; its id is of this digit. */
    static Snapshot put(Path home, String digit, String... contents) throws Exception {
        return put(home, digit, NetworkAccess.NONE, contents);
    }

    /** One whose forks reach these, each as {@code host:port}, or with {@code host} alone all that the host reaches. */
    static Snapshot putReaching(Path home, String digit, String... texts) throws Exception {
        return put(home, digit, NetworkAccess.parse(List.of(texts)), "content");
    }

    private static Snapshot put(Path home, String digit, NetworkAccess network, String... contents) throws Exception {
        SnapshotStore store = SnapshotStore.open(ForklineHome.at(home));
        try (var build = store.layers().begin()) {
            List<Layer> layers = new ArrayList<>();
            for (String content : contents) {
                Path staged = build.stage();
                Files.writeString(staged.resolve("file"), content);
                layers.add(build.commit(staged));
            }
            Snapshot snapshot = new Snapshot(
                    new EnvironmentId(digit.repeat(64)),
                    "review-" + digit,
                    SnapshotKind.MEMORY,
                    "local",
                    BaseSystem.probe().base(),
                    layers,
                    List.of("json"),
                    new Recipe(List.of("pip install tool"), true, List.of("tool --version")),
                    SandboxLimits.DEFAULT,
                    network,
                    "builder-1",
                    Instant.now().minus(Duration.ofHours(2)),
                    Duration.ofSeconds(5));
            store.save(snapshot);
            return snapshot;
        }
    }
}
