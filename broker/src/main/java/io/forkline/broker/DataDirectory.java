package io.forkline.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.metadata.storage.Formatter;

/** The directory of a broker's logs: formatted once, found again later, deleted when nobody wants it. */
record DataDirectory(Path path) {

    /** Makes the directory one that a broker can start on. What it holds stays. */
    void prepare(Seat seat) {
        if (Files.exists(path.resolve("meta.properties"))) {
            return;
        }
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(path);
            new Formatter()
                    .setPrintStream(silence)
                    .setClusterId(seat.clusterId())
                    .setNodeId(seat.node())
                    .setControllerListenerName(ServerProperties.CONTROLLER_LISTENER)
                    .addDirectory(path.toAbsolutePath().toString())
                    .setMetadataLogDirectory(path.toAbsolutePath().toString())
                    .run();
        } catch (Exception e) {
            throw new BrokerException(
                    "the broker cannot use the directory " + path + ": " + e.getMessage()
                            + "; choose another or make it writable",
                    e);
        }
    }

    /** Deletes all of it; nothing when it is not there. */
    void delete() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the broker's directory " + path, e);
        }
    }
}
