package io.forkline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;

/** The images of {@code debian/build}, built once by this JVM. */
final class Images {

    private static final String BASE = System.getenv().getOrDefault("BASE_IMAGE", "debian:bookworm-slim");
    private static final Duration PULL = Duration.ofMinutes(2);
    private static final Duration BUILD = Duration.ofMinutes(20);

    private static boolean built;

    private Images() {}

    /** Builds them; skips the test, and says why, where there is no Docker or no base image. */
    static synchronized void require() throws IOException, InterruptedException {
        assumeTrue(
                Program.isThere("docker") && DockerClientFactory.instance().isDockerAvailable(),
                "no Docker daemon can be reached");
        if (!built) {
            assumeTrue(
                    succeeds(List.of("docker", "image", "inspect", BASE)) || succeeds(List.of("docker", "pull", BASE)),
                    "there is no image " + BASE + ", and none can be pulled");
            Program.Output build = Program.run(BUILD, List.of("debian/build"));
            assertThat(build.exitCode()).as(build.text()).isZero();
            built = true;
        }
    }

    private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
        return Program.run(PULL, command).exitCode() == 0;
    }
}
