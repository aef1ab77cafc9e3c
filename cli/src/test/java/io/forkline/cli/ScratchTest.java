package io.forkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    @TempDir
    private Path parent;

    @Test
    void itIsDeletedWithAllThatIsInIt() throws Exception {
        Scratch scratch = Scratch.in(parent, "test");
        Files.writeString(
                Files.createDirectories(scratch.folder().resolve("a/b")).resolve("c"), "text");

        scratch.close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatADeadProcessLeftIsDeletedByTheNext() throws Exception {
        Path left = Files.createDirectory(parent.resolve("forkline-test-1"));
        Files.writeString(left.resolve("lock"), "");

        try (Scratch next = Scratch.in(parent, "test")) {
            assertThat(left).doesNotExist();
            assertThat(next.folder()).isDirectory();
        }
    }

    @Test
    void whatIsKeptStaysAlsoWhenTheNextOneSweeps() throws Exception {
        Scratch scratch = Scratch.in(parent, "test");
        Path kept = scratch.folder();

        scratch.keep();
        scratch.close();
        Scratch.in(parent, "test").close();

        assertThat(kept).isDirectory();
    }

    @Test
    void whatIsInUseOrNotOursStays() throws Exception {
        Path others = Files.createDirectory(parent.resolve("forkline-test-without-a-lock"));

        try (Scratch first = Scratch.in(parent, "test");
                Scratch second = Scratch.in(parent, "test")) {
            assertThat(first.folder()).isDirectory().isNotEqualTo(second.folder());
            assertThat(others).isDirectory();
        }
    }
}
