package io.forkline.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest of a snapshot: of all that makes its forks what they are. Its name, its recipe, where and when it was built are for
 * people, and not in it. Each part goes in under its name and with its length, so that no two say the same.
 */
final class SnapshotDigest {

    private final StringBuilder parts = new StringBuilder();

    private SnapshotDigest() {}

    static String of(Snapshot snapshot) {
        var digest = new SnapshotDigest();
        digest.add("forkline-snapshot", List.of("1"));
        digest.add("id", List.of(snapshot.id().value()));
        digest.add("provider", List.of(snapshot.provider()));
        digest.add("kind", List.of(snapshot.kind().name()));
        digest.add("base", List.of(snapshot.base().fingerprint()));
        digest.add("layers", snapshot.layerDigests());
        digest.add("preload", snapshot.preload());
        var limits = snapshot.limits();
        digest.add(
                "limits",
                List.of(
                        Double.toString(limits.cpus()),
                        Long.toString(limits.memoryBytes()),
                        Integer.toString(limits.processes()),
                        Long.toString(limits.diskBytes())));
        if (!snapshot.network().isNone()) {
            digest.add("network", snapshot.network().texts());
        }
        var usual = new SandboxLimits(limits.cpus(), limits.memoryBytes(), limits.processes(), limits.diskBytes());
        if (!limits.equals(usual)) {
            // left out where they are the usual ones, so that a snapshot from before they were there keeps its digest
            digest.add(
                    "more-limits",
                    List.of(
                            Integer.toString(limits.openFiles()),
                            Long.toString(limits.fileSizeBytes()),
                            Long.toString(limits.outputBytes())));
        }
        return digest.finish();
    }

    private void add(String part, List<String> values) {
        parts.append(part).append(' ').append(values.size()).append('\n');
        for (var value : values) {
            parts.append(value.length()).append('\n').append(value).append('\n');
        }
    }

    private String finish() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(parts.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
