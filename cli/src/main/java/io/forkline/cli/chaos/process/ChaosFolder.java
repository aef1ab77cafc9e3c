package io.forkline.cli.chaos.process;

import io.forkline.cli.chaos.plan.ChaosEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a chaos run has everything.
 *
 * @param root the folder, which whoever made it deletes
 */
public record ChaosFolder(Path root) {

    /** The Forkline home of all processes. */
    public Path home() {
        return root.resolve("home");
    }

    public Path environments() {
        return root.resolve("environments");
    }

    /** What jobs of kind directory look at. */
    public Path target() {
        return root.resolve("target");
    }

    /** What the processes write to their streams, a file for each. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Where whatever a fork changes shows. */
    public List<Path> watched() {
        return List.of(canary(), target(), environments());
    }

    Path settings() {
        return root.resolve("chaos.properties");
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path state() {
        return root.resolve("state");
    }

    /** A folder that anybody may write to, if he gets there. */
    private Path canary() {
        return root.resolve("canary");
    }

    /** Makes what has to be there before anything starts. */
    public void prepare(List<String> environmentNames) throws IOException {
        Files.createDirectories(logs());
        Files.createDirectories(canary());
        Path canary = Files.writeString(canary().resolve("canary"), "sings");
        Files.setPosixFilePermissions(canary, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(canary(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectories(target());
        Files.writeString(target().resolve("wait"), "100");
        Files.writeString(target().resolve("README"), "The target of all jobs that have none of their own.");
        ChaosEnvironments.write(environments(), environmentNames, canary);
    }

    /** Writes the settings of all processes. */
    void writeSettings(Map<String, String> settings) throws IOException {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(settings)
                .forEach((key, value) ->
                        lines.append(key).append('=').append(value).append('\n'));
        Files.writeString(settings(), lines);
    }
}
