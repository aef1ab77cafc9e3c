package io.forkline.cli.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A Python that has Confluent's client for Kafka, as the guides use it; made once, where packages can be fetched. */
final class PythonClient {

    private static final Path FOLDER = Path.of("target", "guides-python").toAbsolutePath();

    private PythonClient() {}

    /** Its interpreter; empty where it cannot be made. */
    static Optional<String> interpreter() throws IOException, InterruptedException {
        String python = FOLDER.resolve("bin/python").toString();
        return (Files.exists(FOLDER) || runs("python3", "-m", "venv", FOLDER.toString()))
                        && runs(python, "-m", "pip", "install", "--quiet", "confluent-kafka==2.16.1")
                ? Optional.of(python)
                : Optional.empty();
    }

    /** Whether a program is there and does what it is asked. */
    static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
