package io.forkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainIT {

    @TempDir
    private Path folder;

    /** Whoever waits for a command to have closed everything must not wait for one that never began. */
    @Test
    void programWithoutItsLibrariesSaysSoAndEnds() throws Exception {
        Path classes = Path.of("target", "classes").toAbsolutePath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(java, "-cp", classes.toString(), Main.class.getName(), "--version");

        try (ChildProcess program = ChildProcess.start(folder, Map.of(), command)) {
            assertThat(program.awaitEnd()).isEqualTo(1);
            assertThat(program.output()).contains("NoClassDefFoundError");
        }
    }
}
