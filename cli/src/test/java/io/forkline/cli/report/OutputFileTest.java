package io.forkline.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    private Path folder;

    @Test
    void tryingLeavesEverythingAsItWas() throws Exception {
        Path there = Files.writeString(folder.resolve("there.json"), "before");
        Path isNew = folder.resolve("new.json");

        new OutputFile(there, "--json").check();
        new OutputFile(isNew, "--json").check();

        assertThat(there).hasContent("before");
        assertThat(isNew).doesNotExist();
    }

    @Test
    void aPlaceWhereNobodyCanWriteIsRefusedEvenForRoot() {
        for (Path path : new Path[] {Path.of("/proc/x.json"), folder, folder.resolve("none/x.json")}) {
            assertThatThrownBy(() -> new OutputFile(path, "--json").check())
                    .isInstanceOfSatisfying(
                            CommandException.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(64))
                    .hasMessageContaining(path + " cannot be written")
                    .hasMessageContaining("--json");
        }
    }

    /** To open it would wait for a reader, or take the reader's end of the file. */
    @Test
    @Timeout(20)
    void aPipeIsNotOpenedBeforeThereIsSomethingToWrite() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS))
                .isTrue();

        new OutputFile(pipe, "--json").check();

        assertThat(pipe).exists();
    }
}
