package io.forkline.cli.report;

import io.forkline.cli.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that a command writes when its work is done, and tries before it begins.
 *
 * @param path absolute
 * @param option that names it
 */
public record OutputFile(Path path, String option) {

    public OutputFile {
        path = path.toAbsolutePath();
    }

    /**
     * Opens the file for writing and leaves it as it was: permissions alone do not tell, for root or on a read-only file system.
     *
     * @throws CommandException when it cannot be written
     */
    public void check() {
        try {
            if (!Files.exists(path) || Files.isRegularFile(path)) {
                open();
            } else if (Files.isDirectory(path) || !Files.isWritable(path)) {
                // A pipe is not opened: who reads it would take the end of this for the end of all.
                throw refused();
            }
        } catch (IOException e) {
            throw refused();
        }
    }

    private void open() throws IOException {
        boolean isNew = Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
        Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .close();
        if (isNew) {
            Files.deleteIfExists(path);
        }
    }

    private CommandException refused() {
        return CommandException.usage(path + " cannot be written: give " + option
                + " a file in a folder that is there and that you may write to");
    }

    /** Writes the text, and a line end. */
    public void write(String text) {
        write((text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    }

    /** Writes these bytes and nothing else. */
    public void write(byte[] bytes) {
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw CommandException.failed(path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
