package io.forkline.sandbox.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTest {

    private static final String TRY = """
            import fcntl, sys
            try:
                fcntl.lockf(open(sys.argv[1], "a"), fcntl.LOCK_EX | fcntl.LOCK_NB)
                print("free")
            except BlockingIOError:
                print("held")
            """;

    @TempDir
    Path staging;

    @Test
    void sweepOfTheSameProcessLeavesALiveStageItsLock() throws Exception {
        try (var stage = Stage.create(staging)) {
            Stage.sweep(staging);

            assertThat(stage.directory()).isDirectory();
            assertThat(seenFromOutside(stage)).isEqualTo("held");
        }
        assertThat(staging).isEmptyDirectory();
    }

    @Test
    void whatADeadMakerLeftIsRemoved() throws Exception {
        Files.createFile(staging.resolve("dead.lock"));
        Files.createFile(Files.createDirectory(staging.resolve("dead")).resolve("half"));

        Stage.sweep(staging);

        assertThat(staging).isEmptyDirectory();
    }

    private String seenFromOutside(Stage stage) throws Exception {
        var process = new ProcessBuilder("python3", "-c", TRY, stage.directory() + ".lock").start();
        return process.inputReader().readLine();
    }
}
