package io.forkline.sandbox.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The JSON form of a snapshot, as it lies on disk. */
final class Manifest {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifest() {}

    static byte[] write(Snapshot snapshot) throws IOException {
        var root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("id", snapshot.id().value());
        root.put("environment", snapshot.environment());
        root.put("kind", snapshot.kind().name());
        root.put("provider", snapshot.provider());
        snapshot.layers().forEach(root.putArray("layers")::add);
        snapshot.preload().forEach(root.putArray("preload")::add);
        root.putObject("limits")
                .put("cpus", snapshot.limits().cpus())
                .put("memoryBytes", snapshot.limits().memoryBytes())
                .put("processes", snapshot.limits().processes())
                .put("diskBytes", snapshot.limits().diskBytes());
        root.put("bytes", snapshot.bytes());
        root.put("createdAt", snapshot.createdAt().toString());
        root.put("buildTimeMs", snapshot.buildTime().toMillis());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    static Snapshot read(byte[] json) throws IOException {
        var root = JSON.readTree(json);
        if (root.path("format").asInt() != FORMAT) {
            throw new IOException("it has format " + root.path("format") + ", this version reads format " + FORMAT);
        }
        try {
            return new Snapshot(
                    new EnvironmentId(root.path("id").asText()),
                    root.path("environment").asText(),
                    SnapshotKind.valueOf(root.path("kind").asText()),
                    root.path("provider").asText(),
                    strings(root.path("layers")),
                    strings(root.path("preload")),
                    limits(root.path("limits")),
                    root.path("bytes").asLong(),
                    Instant.parse(root.path("createdAt").asText()),
                    Duration.ofMillis(root.path("buildTimeMs").asLong()));
        } catch (RuntimeException malformed) {
            throw new IOException(malformed.getMessage(), malformed);
        }
    }

    private static SandboxLimits limits(JsonNode limits) {
        return new SandboxLimits(
                limits.path("cpus").asDouble(),
                limits.path("memoryBytes").asLong(),
                limits.path("processes").asInt(),
                limits.path("diskBytes").asLong());
    }

    private static List<String> strings(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
