package io.forkline.cli.snapshots;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.sandbox.snapshot.Manifest;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Snapshots as JSON: what their manifests say, and how they are in the store. Field names are a promise to scripts. */
final class SnapshotJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SnapshotJson() {}

    static ObjectNode list(List<StoredSnapshot> snapshots, long bytes, long budgetBytes) {
        ObjectNode root = JSON.createObjectNode().put("bytes", bytes).put("budgetBytes", budgetBytes);
        var array = root.putArray("snapshots");
        snapshots.forEach(stored -> array.add(one(stored)));
        return root;
    }

    static ObjectNode one(StoredSnapshot stored) {
        ObjectNode node = Manifest.tree(stored.snapshot());
        node.remove("format");
        node.put("bytes", stored.snapshot().bytes());
        node.put("checkpointBytes", stored.checkpointBytes());
        node.put("lastUsedAt", stored.lastUsed().truncatedTo(ChronoUnit.MILLIS).toString());
        node.put("inUse", stored.inUse());
        stored.missing().forEach(node.putArray("missingLayers")::add);
        return node;
    }
}
