package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SnapshotSpec;
import java.util.List;
import java.util.Map;

/** Whether the tools of an environment work: its commands must exit 0 in forks like any other, without network, on read-only layers. */
public final class Verification {

    private final SnapshotSpec spec;
    private final BuildListener listener;

    /** Verifies what the spec says, and lets the listener hear what its commands write. */
    public Verification(SnapshotSpec spec, BuildListener listener) {
        this.spec = spec;
        this.listener = listener;
    }

    /** @throws SandboxException permanent when a command fails, with its last lines */
    public void of(ForkSource source) throws SandboxException, InterruptedException {
        for (var line : spec.verify()) {
            verify(source, line);
        }
    }

    private void verify(ForkSource source, String line) throws SandboxException, InterruptedException {
        listener.progress("$ " + line);
        var log = new BuildLog(listener);
        try (var sandbox = source.fork(spec.limits())) {
            var command = Command.of(List.of("/bin/sh", "-c", line), Map.of(), spec.setupTimeout());
            var result = sandbox.runAloud(command, log::accept);
            if (!(result instanceof CommandResult.Exited exited && exited.exitCode() == 0)) {
                throw SandboxException.permanent(
                        "The environment " + spec.environment() + " was set up, but \"" + line
                                + "\" does not work in it (" + describe(result) + "). Its last lines:\n" + log.tail(),
                        null);
            }
        }
    }

    private static String describe(CommandResult result) {
        return switch (result) {
            case CommandResult.Exited exited -> "it exited with " + exited.exitCode();
            case CommandResult.StoppedAtLimit stopped -> "it was stopped at its limit, " + stopped.limit();
            case CommandResult.Killed killed -> "it was killed";
        };
    }
}
