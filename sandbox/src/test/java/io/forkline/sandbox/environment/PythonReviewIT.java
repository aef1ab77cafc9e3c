package io.forkline.sandbox.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Installs what {@code environments/python-review} pins, and runs the tests that are beside it. Skipped only where there is no pip, or it cannot reach a
 * registry. The tools stay in {@code target} for the next run.
 */
class PythonReviewIT {

    private static final Path ENVIRONMENT =
            Path.of("../environments/python-review").toAbsolutePath().normalize();

    @Test
    void thePerspectivesDoWhatTheyPromise() throws Exception {
        Path tools = installedTools();

        Ran tests = run(ENVIRONMENT.resolve("tests"), tools, "python3", "-m", "unittest", "--verbose");

        assertThat(tests.exitCode()).as(tests.output()).isZero();
        assertThat(tests.output()).containsPattern("Ran \\d{2,} tests").doesNotContain("skipped");
    }

    private static Path installedTools() throws Exception {
        Path requirements = ENVIRONMENT.resolve("requirements.txt");
        Path tools = Path.of("target/python-review-"
                        + Integer.toHexString(Files.readString(requirements).hashCode()))
                .toAbsolutePath();
        Path done = tools.resolve(".done");
        if (!Files.exists(done)) {
            Ran pip = run(
                    ENVIRONMENT,
                    tools,
                    "python3",
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--no-input",
                    "--require-hashes",
                    "--upgrade",
                    "--target",
                    tools.toString(),
                    "-r",
                    requirements.toString());
            assumeTrue(
                    pip.exitCode() == 0 || !isOffline(pip.output()),
                    () -> "pip cannot reach a registry: " + pip.output());
            assertThat(pip.exitCode()).as(pip.output()).isZero();
            Files.createFile(done);
        }
        return tools;
    }

    private static boolean isOffline(String output) {
        String lower = output.toLowerCase(Locale.ROOT);
        return lower.contains("connection") || lower.contains("no module named pip");
    }

    private static Ran run(Path directory, Path tools, String... command) throws IOException, InterruptedException {
        return Ran.in(directory, Map.of("PYTHONPATH", tools.toString()), command);
    }
}
