package io.forkline.sandbox.gvisor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a checkpoint, and lies in it as {@code checkpoint.json}. That it is intact, its digest tells.
 *
 * @param pins what it can be restored with
 * @param files files of the host that its process had mapped
 * @param tookMs from the start of the process to the image on disk
 */
record Checkpoint(Pins pins, List<HostFile> files, long tookMs) {

    /** Its name in a checkpoint. */
    static final String FILE = "checkpoint.json";

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    Checkpoint {
        files = List.copyOf(files);
    }

    /** Why it cannot be restored with these; empty when it can. */
    Optional<String> changed(Pins now) {
        return now.changedSince(pins)
                .or(() -> files.stream()
                        .map(HostFile::changed)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    byte[] write() throws IOException {
        var root = JSON.createObjectNode().put("format", FORMAT);
        root.putObject("pins")
                .put("runsc", pins.runsc())
                .put("platform", pins.platform())
                .put("cpu", pins.cpu())
                .put("content", pins.content());
        var listed = root.putArray("files");
        files.forEach(file -> listed.addObject()
                .put("path", file.path())
                .put("bytes", file.bytes())
                .put("modifiedNanos", file.modifiedNanos()));
        root.put("tookMs", tookMs);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    /** @throws IOException when it is none of this version's */
    static Checkpoint read(byte[] json) throws IOException {
        var root = JSON.readTree(json);
        if (root.path("format").asInt() != FORMAT) {
            throw new IOException("it has format " + root.path("format") + ", this version reads format " + FORMAT);
        }
        var pins = root.path("pins");
        return new Checkpoint(
                new Pins(text(pins, "runsc"), text(pins, "platform"), text(pins, "cpu"), text(pins, "content")),
                files(root.path("files")),
                root.path("tookMs").asLong());
    }

    private static List<HostFile> files(JsonNode array) {
        var files = new ArrayList<HostFile>();
        array.forEach(file -> files.add(new HostFile(
                text(file, "path"),
                file.path("bytes").asLong(),
                file.path("modifiedNanos").asLong())));
        return files;
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asText();
    }
}
