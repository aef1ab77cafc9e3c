package io.forkline.sandbox.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.Manifest;
import java.io.IOException;
import java.util.List;

/** The first entry of an archive: its version, and the manifest of the snapshot. */
final class Header {

    static final String NAME = "forkline-snapshot.json";
    static final int MOST_BYTES = 1024 * 1024;

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Header() {}

    static byte[] write(Snapshot snapshot) throws IOException {
        var root = JSON.createObjectNode().put("archive", FORMAT);
        root.set("snapshot", Manifest.tree(snapshot));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    static Snapshot read(byte[] json) throws IOException {
        var root = JSON.readTree(json);
        if (root.path("archive").asInt() != FORMAT) {
            throw new IOException(
                    "it has version " + root.path("archive") + ", and this Forkline reads version " + FORMAT);
        }
        return Manifest.read(root.path("snapshot"));
    }

    /** Where the tree of a layer is. */
    static String directory(Layer layer) {
        return "layers/" + layer.digest() + "/";
    }

    /** In the order of the archive: base first, each once. */
    static List<Layer> layers(Snapshot snapshot) {
        return snapshot.layers().stream().distinct().toList();
    }
}
