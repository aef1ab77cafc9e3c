package io.forkline.sandbox;

import java.util.Set;

/** How a command in a sandbox ended. The supervisor decides, never the word of the guest. */
public sealed interface CommandResult {

    /** What it wrote, as far as it was kept. */
    Output output();

    /** Where its time went. */
    CommandStages stages();

    /**
     * It ended by itself.
     *
     * @param exitCode its exit status, or 128 and the number of the signal that ended it
     * @param hits limits that it met before it failed, as far as the host or its own last words tell; empty when it succeeded
     */
    record Exited(int exitCode, Output output, CommandStages stages, Set<Limit> hits) implements CommandResult {

        public Exited {
            hits = Set.copyOf(hits);
        }

        /** One that met no limit. */
        public Exited(int exitCode, Output output, CommandStages stages) {
            this(exitCode, output, stages, Set.of());
        }
    }

    /** It was killed, with all it started, because it met a limit. */
    record StoppedAtLimit(Limit limit, Output output, CommandStages stages) implements CommandResult {}

    /** Somebody called {@link Sandbox#kill}. */
    record Killed(Output output, CommandStages stages) implements CommandResult {}

    /**
     * What a command wrote.
     *
     * @param stdout from the beginning, decoded as UTF-8 with replacement
     * @param stderr the end of it, decoded as UTF-8 with replacement
     */
    record Output(String stdout, String stderr) {}

    /** The limits a command can meet. */
    enum Limit {
        /** {@link Command#timeout}. Always fatal. */
        WALL_TIME,
        /** {@link SandboxLimits#memoryBytes} of all processes together. Fatal where the host has control groups for us. */
        MEMORY,
        /** {@link Command#maxStdoutBytes}. Always fatal. */
        STDOUT,
        /** {@link SandboxLimits#outputBytes}, stdout and stderr together. Always fatal. */
        OUTPUT,
        /** {@link SandboxLimits#processes}: a process or thread was not started. */
        PROCESSES,
        /** {@link SandboxLimits#openFiles}: a process could not open another. */
        OPEN_FILES,
        /** {@link SandboxLimits#fileSizeBytes}: a file was not written further. */
        FILE_SIZE,
        /** {@link SandboxLimits#diskBytes}: a file was not written. */
        DISK
    }
}
