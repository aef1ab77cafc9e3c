package io.forkline.snapshots;

import io.forkline.sandbox.environment.EnvironmentException;
import io.forkline.sandbox.environment.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Environments for tests: {@code review} with two perspectives, and {@code wide} with five hundred. */
public final class TestEnvironments {

    public static final int WIDE = 500;

    private TestEnvironments() {}

    /** Writes them into a folder and loads it. */
    public static Environments in(Path folder) throws IOException, EnvironmentException {
        write(folder, "review", """
                  Security: { run: [python3, security.py], timeout: 60s, required: true }
                  Tests: { run: [python3, tests.py], timeout: 30s, required: false }
                """);
        StringBuilder perspectives = new StringBuilder();
        for (int i = 0; i < WIDE; i++) {
            perspectives.append("  P").append(i).append(": { run: [\"true\"], timeout: 1s, required: false }\n");
        }
        write(folder, "wide", perspectives.toString());
        return Environments.load(folder, "test-base");
    }

    /** Writes one environment; {@code perspectives} is the indented YAML of them. */
    public static void write(Path folder, String name, String perspectives) throws IOException {
        Path environment = Files.createDirectories(folder.resolve(name));
        Files.writeString(environment.resolve("marker.txt"), name);
        Files.writeString(environment.resolve("environment.yaml"), """
                name: %s
                kind: filesystem
                secrets: [API_TOKEN]
                setup: { network: false, timeout: 5m, run: ["true"] }
                perspectives:
                %s""".formatted(name, perspectives));
    }
}
