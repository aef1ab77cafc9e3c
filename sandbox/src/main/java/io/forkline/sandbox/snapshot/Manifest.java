package io.forkline.sandbox.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.sandbox.Base;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.Recipe;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.SnapshotKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of a snapshot, as it lies on disk and in an archive. */
public final class Manifest {

    private static final int FORMAT = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Manifest() {}

    /** The JSON of a snapshot. */
    public static ObjectNode tree(Snapshot snapshot) {
        var root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("id", snapshot.id().value());
        root.put("digest", snapshot.digest());
        root.put("environment", snapshot.environment());
        root.put("kind", snapshot.kind().name());
        root.put("provider", snapshot.provider());
        var base = snapshot.base();
        root.putObject("base")
                .put("interpreter", base.interpreter())
                .put("abi", base.abi())
                .put("prefix", base.prefix())
                .put("libc", base.libc())
                .put("machine", base.machine())
                .put("system", base.system());
        var layers = root.putArray("layers");
        snapshot.layers()
                .forEach(layer ->
                        layers.addObject().put("digest", layer.digest()).put("bytes", layer.bytes()));
        snapshot.preload().forEach(root.putArray("preload")::add);
        var recipe =
                root.putObject("recipe").put("setupNetwork", snapshot.recipe().setupNetwork());
        snapshot.recipe().setup().forEach(recipe.putArray("setup")::add);
        snapshot.recipe().verify().forEach(recipe.putArray("verify")::add);
        root.putObject("limits")
                .put("cpus", snapshot.limits().cpus())
                .put("memoryBytes", snapshot.limits().memoryBytes())
                .put("processes", snapshot.limits().processes())
                .put("diskBytes", snapshot.limits().diskBytes())
                .put("openFiles", snapshot.limits().openFiles())
                .put("fileSizeBytes", snapshot.limits().fileSizeBytes())
                .put("outputBytes", snapshot.limits().outputBytes());
        snapshot.network().texts().forEach(text -> root.withArray("network").add(text));
        root.put("builtOn", snapshot.builtOn());
        root.put("createdAt", snapshot.createdAt().toString());
        root.put("buildTimeMs", snapshot.buildTime().toMillis());
        return root;
    }

    static byte[] write(Snapshot snapshot) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree(snapshot));
    }

    /** Empty for one of an earlier version of Forkline, which is as if it were not there: it is built again. */
    static Optional<Snapshot> read(byte[] json) throws IOException {
        var root = JSON.readTree(json);
        var format = root.path("format").asInt();
        return format > 0 && format < FORMAT ? Optional.empty() : Optional.of(read(root));
    }

    /**
     * The snapshot of this JSON.
     *
     * @throws IOException when it is none, is of a later version, or was changed; the message goes on from "it"
     */
    public static Snapshot read(JsonNode root) throws IOException {
        if (root.path("format").asInt() != FORMAT) {
            throw new IOException("it has format " + root.path("format") + ", this version reads format " + FORMAT);
        }
        try {
            var snapshot = new Snapshot(
                    new EnvironmentId(root.path("id").asText()),
                    root.path("environment").asText(),
                    SnapshotKind.valueOf(root.path("kind").asText()),
                    root.path("provider").asText(),
                    base(root.path("base")),
                    layers(root.path("layers")),
                    strings(root.path("preload")),
                    recipe(root.path("recipe")),
                    limits(root.path("limits")),
                    network(root.path("network")),
                    root.path("builtOn").asText(),
                    Instant.parse(root.path("createdAt").asText()),
                    Duration.ofMillis(root.path("buildTimeMs").asLong()));
            if (!snapshot.digest().equals(root.path("digest").asText())) {
                throw new IOException(
                        "its digest does not fit: it is " + snapshot.digest() + ", and says " + root.path("digest"));
            }
            return snapshot;
        } catch (RuntimeException malformed) {
            throw new IOException("it is malformed: " + malformed.getMessage(), malformed);
        }
    }

    private static Base base(JsonNode base) {
        return new Base(
                base.path("interpreter").asText(),
                base.path("abi").asText(),
                base.path("prefix").asText(),
                base.path("libc").asText(),
                base.path("machine").asText(),
                base.path("system").asText());
    }

    private static List<Layer> layers(JsonNode array) {
        var layers = new ArrayList<Layer>();
        array.forEach(layer -> layers.add(
                new Layer(layer.path("digest").asText(), layer.path("bytes").asLong())));
        return layers;
    }

    private static Recipe recipe(JsonNode recipe) {
        return new Recipe(
                strings(recipe.path("setup")), recipe.path("setupNetwork").asBoolean(), strings(recipe.path("verify")));
    }

    /** The last three came later; where they are not named, they are the usual ones. */
    private static SandboxLimits limits(JsonNode limits) {
        var disk = limits.path("diskBytes").asLong();
        return new SandboxLimits(
                limits.path("cpus").asDouble(),
                limits.path("memoryBytes").asLong(),
                limits.path("processes").asInt(),
                disk,
                limits.path("openFiles").asInt(SandboxLimits.DEFAULT_OPEN_FILES),
                limits.path("fileSizeBytes").asLong(disk),
                limits.path("outputBytes").asLong(SandboxLimits.DEFAULT_OUTPUT_BYTES));
    }

    /** Older manifests, and most, have none. */
    private static NetworkAccess network(JsonNode network) {
        return NetworkAccess.parse(strings(network));
    }

    private static List<String> strings(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
