package io.forkline.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One command for a sandbox. It starts in {@code /opt/environment}. Where the first argument is {@code python3} and the
 * snapshot is of kind MEMORY, the script runs in the warm interpreter; any other program is executed.
 *
 * @param run the program and its arguments
 * @param environment variables it gets, besides the few that every process in a sandbox has
 * @param secrets further variables it gets; {@link CommandResult.Output} has {@code ***} in their place
 * @param timeout wall time after which it is killed with all it started
 * @param maxStdoutBytes what is kept of stdout; more than that stops the command
 * @param maxStderrBytes what is kept of the end of stderr; the rest is drained
 */
public record Command(
        List<String> run,
        Map<String, String> environment,
        Secrets secrets,
        Duration timeout,
        int maxStdoutBytes,
        int maxStderrBytes) {

    /** What is kept of stdout unless said otherwise: 4 MiB. */
    public static final int DEFAULT_STDOUT_BYTES = 4 * 1024 * 1024;

    /** What is kept of the end of stderr unless said otherwise: 16 KiB. */
    public static final int DEFAULT_STDERR_BYTES = 16 * 1024;

    public Command {
        run = List.copyOf(run);
        environment = Map.copyOf(environment);
        if (run.isEmpty()) {
            throw new IllegalArgumentException("a command has at least its program");
        }
        if (!timeout.isPositive() || maxStdoutBytes < 1 || maxStderrBytes < 1) {
            throw new IllegalArgumentException("the time and the output of a command are bounded and positive");
        }
    }

    /** A command with the default bounds on its output. */
    public static Command of(List<String> run, Map<String, String> environment, Duration timeout) {
        return new Command(run, environment, timeout, DEFAULT_STDOUT_BYTES, DEFAULT_STDERR_BYTES);
    }

    /** One without secrets. */
    public Command(
            List<String> run,
            Map<String, String> environment,
            Duration timeout,
            int maxStdoutBytes,
            int maxStderrBytes) {
        this(run, environment, Secrets.NONE, timeout, maxStdoutBytes, maxStderrBytes);
    }

    /** The same with these. */
    public Command withSecrets(Secrets known) {
        return new Command(run, environment, known, timeout, maxStdoutBytes, maxStderrBytes);
    }
}
