package io.forkline.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.cli.ChildProcess;
import io.forkline.cli.TestHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that lack what a run needs. */
class BarrenMachineIT {

    @TempDir
    private Path folder;

    @Test
    void withoutPythonARunSaysSo() throws Exception {
        try (ChildProcess child = ChildProcess.forkline(
                folder,
                Map.of("PATH", folder.toString()),
                "run",
                TestHost.PROJECT.resolve("examples/sample-project").toString())) {
            assertThat(child.awaitEnd()).isEqualTo(1);
            assertThat(child.output()).containsIgnoringCase("python").doesNotContain("\tat ");
        }
    }
}
