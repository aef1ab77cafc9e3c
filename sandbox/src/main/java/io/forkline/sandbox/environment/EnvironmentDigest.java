package io.forkline.sandbox.environment;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.Isolation;
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
        id.add("kind", List.of(described.kind().name()));
        id.add("files", List.of(files));
        id.add("setup.network", List.of(Boolean.toString(described.setup().network())));
        id.add("setup.run", described.setup().run());
        id.add("verify", described.verify());
        id.add("preload", described.preload());
        if (!described.isolation().equals(Isolation.DEFAULT)) {
            id.add("isolation", isolation(described.isolation()));
        }
        return new EnvironmentId(Sha256.finish(id.digest));
    }

    private static List<String> isolation(Isolation isolation) {
        return List.of(
                isolation.by().name(),
                isolation.fallback().name(),
                isolation.network().name());
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
