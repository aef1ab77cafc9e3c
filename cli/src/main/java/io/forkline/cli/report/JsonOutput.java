package io.forkline.cli.report;

import io.forkline.cli.CommandException;
import io.forkline.cli.terminal.Terminal;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.serde.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the JSON of a command goes.
 *
 * @param file as the caller gave it; {@code -} for standard output, null for nowhere
 */
public record JsonOutput(@Nullable String file) {

    private static final String STDOUT = "-";

    /** Whether standard output is taken by JSON, so that nothing else may go there. */
    public boolean takesStdout() {
        return STDOUT.equals(file);
    }

    /**
     * Finds out early that the file cannot be written.
     *
     * @throws CommandException when its folder is not there or not writable
     */
    public void check() {
        if (file == null || takesStdout()) {
            return;
        }
        Path path = Path.of(file).toAbsolutePath();
        Path folder = path.getParent();
        if (Files.isDirectory(path) || folder == null || !Files.isWritable(Files.exists(path) ? path : folder)) {
            throw CommandException.usage(
                    "the result cannot be written to " + path
                            + ": give --json a file in a folder that is there and that you may write to, or - for standard output");
        }
    }

    /** Writes the result and, to standard error, where it went. */
    public void write(JobResult result, Terminal terminal) {
        write(RecordJson.text(result), "The whole result is in ", terminal);
    }

    /** Writes any JSON and, to standard error, {@code told} and where it went. */
    public void write(String json, String told, Terminal terminal) {
        if (file == null) {
            return;
        }
        if (takesStdout()) {
            terminal.out().println(json);
            return;
        }
        Path path = Path.of(file).toAbsolutePath();
        try {
            Files.writeString(path, json + System.lineSeparator());
        } catch (IOException e) {
            throw CommandException.failed("the result cannot be written to " + path + ": " + e.getMessage(), e);
        }
        terminal.err().println(told + path);
    }
}
