package io.forkline.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program of this machine, run to see what it says. */
final class Program {

    private static final int MOST_OUTPUT = 64 * 1024;

    private Program() {}

    /** How a program ended, and all it wrote, shortened. */
    record Ended(int exitCode, String output) {

        boolean well() {
            return exitCode == 0;
        }

        /** The last line that says something. */
        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce("", (before, line) -> line)
                    .strip();
        }
    }

    /** Empty when it is not there, or does not end in time. */
    static Optional<Ended> run(Duration atMost, List<String> command) throws InterruptedException {
        Path output = null;
        try {
            output = Files.createTempFile("forkline-doctor", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .start();
            try {
                if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                    return Optional.empty();
                }
                try (var in = Files.newInputStream(output)) {
                    return Optional.of(new Ended(
                            process.exitValue(), new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8)));
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            delete(output);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }
}
