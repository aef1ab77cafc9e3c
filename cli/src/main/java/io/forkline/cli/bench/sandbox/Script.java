package io.forkline.cli.bench.sandbox;

import io.forkline.cli.CommandException;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What all of them run. Its first statement prints the time by CLOCK_MONOTONIC, the clock that {@link System#nanoTime} reads on Linux:
 * so its first instruction is its own word, not that of who started it.
 */
final class Script {

    /** The program after the interpreter's name. */
    static final List<String> ARGUMENTS = List.of("-c", "print(__import__('time').monotonic_ns())");

    static final Command COMMAND =
            Command.of(List.of("python3", ARGUMENTS.get(0), ARGUMENTS.get(1)), Map.of(), Duration.ofMinutes(1));

    private Script() {}

    /** The time at its first instruction, in nanoseconds. */
    static long firstInstruction(CommandResult result) {
        if (result instanceof CommandResult.Exited exited && exited.exitCode() == 0) {
            return firstInstruction(exited.output().stdout());
        }
        throw CommandException.failed("a script in a fork did not end well: " + result, null);
    }

    /** The same from what it printed. */
    static long firstInstruction(String stdout) {
        try {
            return Long.parseLong(stdout.strip());
        } catch (NumberFormatException odd) {
            throw CommandException.failed("a script printed no time but \"" + stdout.strip() + "\"", odd);
        }
    }
}
