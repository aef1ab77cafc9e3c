package io.forkline.cli.up;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.cli.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void whatOneHasAnotherDoesNotGetUntilItIsClosed() throws Exception {
        DataFolder first = DataFolder.take(folder.resolve("up"));

        assertThatThrownBy(() -> DataFolder.take(folder.resolve("up")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(folder.resolve("up").toString())
                .hasMessageContaining("--data");

        first.close();
        assertThatCode(() -> DataFolder.take(folder.resolve("up")).close()).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedWithTheOption() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.take(file.resolve("up")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("cannot be kept in " + file.resolve("up"))
                .hasMessageContaining("--data");
    }
}
