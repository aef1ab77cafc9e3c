package io.forkline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.broker.FileTree;
import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import io.forkline.testsupport.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped before its job is submitted: one word, the signal's own exit code, and nothing is left. */
class InterruptedStartIT {

    private static final int BY_INT = 128 + 2;
    private static final int BY_TERM = 128 + 15;

    /** Of its own, so that whatever is in it was left. Not temporary: JUnit warns of each link of a snapshot's base. */
    private static final Path HOME = TestHost.HOME.resolveSibling("it-home-stopped");

    @TempDir
    private Path folder;

    @BeforeEach
    @AfterEach
    void deleteHome() throws IOException {
        FileTree.delete(HOME);
    }

    @Test
    void whileASetupRunsItDoesNotWaitForItsEnd() throws Exception {
        try (ChildProcess run = ChildProcess.forkline(folder, home(), arguments("sleepy"))) {
            awaitSetup(run);

            stop(run, "TERM", BY_TERM);
        }
    }

    @Test
    void ctrlCDoesTheSame() throws Exception {
        try (ChildProcess run = ChildProcess.start(folder, home(), withCtrlC(arguments("sleepy")))) {
            awaitSetup(run);

            stop(run, "INT", BY_INT);
        }
    }

    /** Kafka takes an interrupt for a failed disk, and would halt the process. */
    @Test
    void whileTheBrokerStartsItIsStoppedAsWell() throws Exception {
        try (ChildProcess run = ChildProcess.start(folder, home(), withCtrlC(arguments("endless")))) {
            Await.until("the broker starts", InterruptedStartIT::brokerStarts);

            stop(run, "INT", BY_INT);
        }
    }

    @Test
    void whilePythonIsLookedForItDoesNotSayThatThereIsNone() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path slow = Files.writeString(bin.resolve("python3"), "#!/bin/sh\nexec /usr/bin/sleep 3217\n");
        Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ChildProcess run = ChildProcess.forkline(
                folder, Map.of("FORKLINE_HOME", HOME.toString(), "PATH", bin.toString()), arguments("sleepy"))) {
            awaitSetup(run);

            stop(run, "TERM", BY_TERM);
        }
    }

    private void stop(ChildProcess run, String signal, int exitCode) throws Exception {
        List<ProcessHandle> processes = run.handle().descendants().toList();
        new ProcessBuilder("kill", "-" + signal, Long.toString(run.handle().pid()))
                .start()
                .waitFor();
        assertThat(run.awaitEnd()).as(run.output()).isEqualTo(exitCode);
        assertThat(run.output()).endsWith("Stopped.\n").doesNotContain("forkline:", "\tat ");
        Await.until("its processes are gone", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(left()).isEmpty();
    }

    private static void awaitSetup(ChildProcess run) {
        Await.until(
                "the setup runs",
                () -> run.handle()
                        .descendants()
                        .anyMatch(process ->
                                process.info().commandLine().orElse("").contains("sleep 3217")));
    }

    private static boolean brokerStarts() {
        File[] runs = HOME.resolve("scratch").toFile().listFiles();
        return runs != null && Stream.of(runs).anyMatch(run -> new File(run, "kafka/meta.properties").exists());
    }

    /** What should live only as long as the command, and mounts. */
    private static List<String> left() throws IOException {
        List<String> left = new ArrayList<>();
        for (String name : List.of("scratch", "run", "layers")) {
            Path directory = HOME.resolve(name);
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    files.filter(file -> !name.equals("layers")
                                    || file.getFileName().toString().startsWith(".stage"))
                            .map(Path::toString)
                            .forEach(left::add);
                }
            }
        }
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .filter(line -> line.contains(HOME.toString()))
                .forEach(left::add);
        return left;
    }

    /** Whoever runs tests in the background has INT ignored, and children inherit that. */
    private static List<String> withCtrlC(String... arguments) {
        String heed = "import os, signal, sys\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\n"
                + "os.execv(sys.argv[1], sys.argv[1:])";
        List<String> command = new ArrayList<>(List.of("python3", "-c", heed));
        command.addAll(ChildProcess.commandLine(arguments));
        return command;
    }

    private static Map<String, String> home() {
        return Map.of("FORKLINE_HOME", HOME.toString());
    }

    private static String[] arguments(String environment) {
        return new String[] {
            "run",
            TestHost.PROJECT.resolve("examples/sample-project").toString(),
            "--environments",
            Path.of("src/test/resources/environments").toAbsolutePath().toString(),
            "--environment",
            environment
        };
    }
}
