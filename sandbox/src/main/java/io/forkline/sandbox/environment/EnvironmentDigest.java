package io.forkline.sandbox.environment;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.Isolation;
import io.forkline.sandbox.SnapshotSpec;
import io.forkline.sandbox.tree.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** Makes the id of an environment. Each part goes in under its name and with its length, so that no two say the same. */
final class EnvironmentDigest {

    private final MessageDigest digest = Sha256.start();

    private EnvironmentDigest() {}

    static EnvironmentId of(EnvironmentFile described, String files, String baseFingerprint) {
        EnvironmentDigest id = new EnvironmentDigest();
        id.add("forkline-environment", List.of("1"));
        id.add("base", List.of(baseFingerprint));
        id.add("python.hash.seed", List.of(SnapshotSpec.PYTHON_HASH_SEED));
        id.add("kind", List.of(described.kind().name()));
        id.add("files", List.of(files));
        id.add("setup.network", List.of(Boolean.toString(described.setup().network())));
        id.add("setup.run", described.setup().run());
        id.add("verify", described.verify());
        id.add("preload", described.preload());
        if (!described.network().isNone()) {
            id.add("network", described.network().texts());
        }
        if (!described.isolation().equals(Isolation.DEFAULT)) {
            Isolation isolation = described.isolation();
            id.add(
                    "isolation",
                    List.of(isolation.by().name(), isolation.fallback().name()));
        }
        return new EnvironmentId(Sha256.finish(id.digest));
    }

    private void add(String part, List<String> values) {
        line(part + " " + values.size());
        for (String value : values) {
            line(Integer.toString(value.getBytes(StandardCharsets.UTF_8).length));
            line(value);
        }
    }

    private void line(String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
