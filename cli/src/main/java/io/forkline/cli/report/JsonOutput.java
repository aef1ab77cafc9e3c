package io.forkline.cli.report;

import io.forkline.cli.terminal.Terminal;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.serde.RecordJson;
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
     * @throws io.forkline.cli.CommandException saying what would do
     */
    public void check() {
        if (file != null && !takesStdout()) {
            output(file).check();
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
        output(file).write(json);
        terminal.err().println(told + output(file).path());
    }

    private static OutputFile output(String file) {
        return new OutputFile(Path.of(file), "--json");
    }
}
