package io.forkline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import io.forkline.testsupport.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped while a perspective runs. */
class InterruptedRunIT {

    private static final Path SCRATCH = TestHost.HOME.resolve("scratch");

    @TempDir
    private Path folder;

    @Test
    void aSignalEndsItWithAllItsProcessesAndFolders() throws Exception {
        try (ChildProcess run = runEndlessly()) {
            run.awaitOutput("forked Sleeper");
            List<ProcessHandle> processes = run.handle().descendants().toList();

            // Not INT, though it does the same: whoever runs tests in the background has it ignored, and children
            // inherit that.
            signal("TERM", run);

            assertThat(run.awaitEnd()).isEqualTo(128 + 15);
            Await.until("its processes are gone", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(processes).isNotEmpty();
            assertThat(left()).isEmpty();
            assertThat(run.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void whenItIsKilledItsProcessesDieAndTheNextRunDeletesItsFolder() throws Exception {
        try (ChildProcess run = runEndlessly()) {
            run.awaitOutput("forked Sleeper");
            List<ProcessHandle> processes = run.handle().descendants().toList();

            signal("KILL", run);

            run.awaitEnd();
            Await.until("its processes are gone", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(left()).hasSize(1);
        }
        TestHost next = new TestHost(TestHost.HOME);
        assertThat(next.execute(arguments("greeting"))).as(next.err()).isZero();
        assertThat(left()).isEmpty();
    }

    private ChildProcess runEndlessly() throws IOException {
        return ChildProcess.forkline(folder, Map.of(), arguments("endless"));
    }

    private static String[] arguments(String environment) {
        return new String[] {
            "run",
            TestHost.PROJECT.resolve("examples/sample-project").toString(),
            "--environments",
            Path.of("src/test/resources/environments").toAbsolutePath().toString(),
            "--environment",
            environment,
            "--deadline",
            "3h"
        };
    }

    private static void signal(String name, ChildProcess process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.handle().pid()))
                .start()
                .waitFor();
    }

    private static List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(SCRATCH)) {
            return files.toList();
        }
    }
}
