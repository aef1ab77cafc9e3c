package io.forkline.sandbox.gvisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.local.Bind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a checkpoint can be restored, and why it can not. */
class CheckpointTest {

    private static final Pins PINS = new Pins("1", "ptrace", "cpu", "content");

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        var file = new HostFile("/usr/lib/libc.so", 12, 34);
        var checkpoint = new Checkpoint(PINS, List.of(file), 78);

        var read = Checkpoint.read(checkpoint.write());

        assertThat(read).isEqualTo(checkpoint);
    }

    @Test
    void anotherFormatIsRefused() {
        var newer = "{\"format\": 2}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Checkpoint.read(newer))
                .isInstanceOf(IOException.class)
                .hasMessage("it has format 2, this version reads format 1");
    }

    @Test
    void eachPinSaysWhatHasChanged() {
        var checkpoint = new Checkpoint(PINS, List.of(), 1);

        assertThat(checkpoint.changed(PINS)).isEmpty();
        assertThat(checkpoint.changed(new Pins("2", "ptrace", "cpu", "content")))
                .contains("it was made by runsc 1, this is runsc 2");
        assertThat(checkpoint.changed(new Pins("1", "kvm", "cpu", "content")))
                .contains("it was made on platform ptrace, this is kvm");
        assertThat(checkpoint.changed(new Pins("1", "ptrace", "other", "content")))
                .contains("it was made on a processor with other features");
        assertThat(checkpoint.changed(new Pins("1", "ptrace", "cpu", "other")))
                .contains("the interpreter, Forkline's programs, the files or the modules have changed");
    }

    @Test
    void fileOfTheHostThatIsWrittenAgainOrGoneIsSeen() throws Exception {
        var library = Files.writeString(directory.resolve("libx.so"), "one");
        var files = HostFile.among(
                List.of("/usr/lib/libx.so", "/elsewhere/liby.so"), List.of(new Bind(directory, "/usr/lib")));
        assertThat(files).extracting(HostFile::path).containsExactly(library.toString());
        assertThat(files.getFirst().changed()).isEmpty();

        Files.writeString(library, "three");

        assertThat(files.getFirst().changed()).contains(library + " has changed");
        Files.delete(library);
        assertThat(files.getFirst().changed()).contains(library + " is gone");
    }
}
