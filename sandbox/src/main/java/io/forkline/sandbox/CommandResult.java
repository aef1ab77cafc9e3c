package io.forkline.sandbox;

import java.time.Duration;

/** How a command in a sandbox ended. The supervisor decides, never the word of the guest. */
public sealed interface CommandResult {

    /** What it wrote, as far as it was kept. */
    Output output();

    /** From the hand-over to its first instruction. */
    Duration starting();

    /** From its first instruction to its end. */
    Duration ran();

    /**
     * It ended by itself.
     *
     * @param exitCode its exit status, or 128 and the number of the signal that ended it
     */
    record Exited(int exitCode, Output output, Duration starting, Duration ran) implements CommandResult {}

    /** It was killed, with all it started, because it met a limit. */
    record StoppedAtLimit(Limit limit, Output output, Duration starting, Duration ran) implements CommandResult {}

    /** Somebody called {@link Sandbox#kill}. */
    record Killed(Output output, Duration starting, Duration ran) implements CommandResult {}

    /**
     * What a command wrote.
     *
     * @param stdout from the beginning, decoded as UTF-8 with replacement
     * @param stderr the end of it, decoded as UTF-8 with replacement
     */
    record Output(String stdout, String stderr) {}

    /** The limits a command can meet. */
    enum Limit {
        WALL_TIME,
        MEMORY,
        STDOUT
    }
}
