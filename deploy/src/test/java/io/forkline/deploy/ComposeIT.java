package io.forkline.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file, with images of our own making: from nothing to a finished job, which outlives a restart. */
class ComposeIT {

    private static final Duration TIME = Duration.ofMinutes(4);
    /** What a JVM ends with that SIGTERM has ended in order. */
    private static final String TERMINATED = "143";

    @TempDir
    Path folder;

    private List<String> compose = List.of();

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        Images.require();
        Path settings = folder.resolve("it.env");
        Files.writeString(
                settings,
                Files.readString(Path.of("debian/images.env")) + "KAFKA_PORT=" + freePort() + "\nREGISTRY_PORT="
                        + freePort() + "\nPROMETHEUS_PORT=" + freePort() + "\n");
        compose = command(settings);
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        if (!compose.isEmpty()) {
            run("down", "--volumes", "--timeout", "10");
        }
    }

    @Test
    void jobFinishesAndIsKnownAfterARestart() throws IOException, InterruptedException {
        succeed("up", "--detach");

        Program.Output submitted = succeed(
                "run",
                "--rm",
                "-T",
                "forkline",
                "submit",
                "/targets/shell-scripts",
                "--environment",
                "shell-review",
                "--job-id",
                "compose-1",
                "--wait",
                "--config",
                "/etc/forkline/forkline.properties");
        succeed("stop", "--timeout", "20");
        for (String service : List.of("snapshot-service", "fork-worker-1", "fork-worker-2", "aggregator")) {
            assertThat(exitCode(service))
                    .as("%s ends by SIGTERM, in order", service)
                    .isEqualTo(TERMINATED);
        }
        succeed("down", "--timeout", "20");
        succeed("up", "--detach");
        Program.Output shown = succeed(
                "run",
                "--rm",
                "-T",
                "forkline",
                "jobs",
                "show",
                "compose-1",
                "--config",
                "/etc/forkline/forkline.properties");

        assertThat(submitted.text()).contains("COMPLETE");
        assertThat(shown.text()).contains("complete");
    }

    private String exitCode(String service) throws IOException, InterruptedException {
        String container = succeed("ps", "--all", "--quiet", service).text().strip();
        return Program.run(TIME, List.of("docker", "inspect", "--format", "{{.State.ExitCode}}", container))
                .text()
                .strip();
    }

    private Program.Output succeed(String... arguments) throws IOException, InterruptedException {
        Program.Output output = run(arguments);
        assertThat(output.exitCode()).as(output.text()).isZero();
        return output;
    }

    private Program.Output run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(compose);
        all.addAll(List.of(arguments));
        return Program.run(Path.of(".."), TIME, all);
    }

    private static List<String> command(Path settings) throws IOException, InterruptedException {
        List<String> rest = List.of(
                "--project-name", "forklineit" + ProcessHandle.current().pid(), "--env-file", settings.toString());
        List<String> command = new ArrayList<>();
        if (Program.run(TIME, List.of("docker", "compose", "version")).exitCode() == 0) {
            command.addAll(List.of("docker", "compose"));
        } else {
            assumeTrue(Program.isThere("docker-compose"), "there is no docker-compose");
            command.add("docker-compose");
        }
        command.addAll(rest);
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
