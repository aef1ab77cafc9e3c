package io.forkline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that lack what a run needs. */
class BarrenMachineIT {

    private static final String SAMPLE =
            TestHost.PROJECT.resolve("examples/sample-project").toString();
    private static final int NO_NAMESPACES = 77;

    @TempDir
    private Path folder;

    @Test
    void withoutPythonARunSaysSo() throws Exception {
        try (ChildProcess child = ChildProcess.forkline(folder, Map.of("PATH", folder.toString()), "run", SAMPLE)) {
            assertThat(child.awaitEnd()).isEqualTo(1);
            assertThat(child.output()).containsIgnoringCase("python").doesNotContain("\tat ");
        }
    }

    @Test
    void withoutPermissionForNamespacesARunNamesTheDoctor() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/unshare",
                "--user",
                "--map-root-user",
                "/bin/sh",
                "-c",
                "echo 0 >/proc/sys/user/max_user_namespaces || exit " + NO_NAMESPACES + "; exec \"$@\"",
                "sh"));
        command.addAll(ChildProcess.commandLine("run", SAMPLE));

        try (ChildProcess child = ChildProcess.start(folder, Map.of(), command)) {
            int exitCode = child.awaitEnd();
            assumeFalse(
                    exitCode == NO_NAMESPACES || child.output().startsWith("unshare:"),
                    "taking namespaces away needs a namespace");
            assertThat(exitCode).isEqualTo(1);
            assertThat(child.output())
                    .contains("no sandbox can be made here", "forkline doctor")
                    .doesNotContain("\tat ");
        }
    }
}
