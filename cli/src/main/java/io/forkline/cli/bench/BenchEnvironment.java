package io.forkline.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Writes an environment whose agents do a known amount of work. However many there are, its files are the same, so that all
 * benchmarks share one snapshot.
 */
public final class BenchEnvironment {

    public static final String NAME = "bench";

    private BenchEnvironment() {}

    /**
     * Makes the folder {@code bench} in a folder of environments.
     *
     * @param wait how long each agent sleeps
     * @param compute how long each agent keeps a processor busy, by the processor's time
     */
    public static void write(Path environments, int agents, Duration wait, Duration compute) throws IOException {
        Path folder = Files.createDirectories(environments.resolve(NAME));
        try (InputStream work = BenchEnvironment.class.getResourceAsStream("work.py")) {
            Files.copy(work, folder.resolve("work.py"));
        }
        Files.writeString(folder.resolve("environment.yaml"), yaml(agents, wait, compute));
    }

    private static String yaml(int agents, Duration wait, Duration compute) {
        StringBuilder yaml = new StringBuilder("""
                name: bench
                kind: memory
                setup: { network: false, timeout: 1m, run: [] }
                verify: []
                preload: [json]
                perspectives:
                """);
        // Twice as long as many agents might take to get at the processor, and a minute.
        Duration timeout = wait.plus(compute.multipliedBy(2L * agents)).plusMinutes(1);
        for (int agent = 1; agent <= agents; agent++) {
            yaml.append("  Agent")
                    .append(agent)
                    .append(": { run: [python3, work.py, \"")
                    .append(wait.toMillis())
                    .append("\", \"")
                    .append(compute.toMillis())
                    .append("\"], timeout: ")
                    .append(timeout.toSeconds())
                    .append("s }\n");
        }
        return yaml.toString();
    }
}
