package io.forkline.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One fork of a snapshot: its own processes, files, hostname and (no) network. For one thread at a time, but
 * {@link #kill} and {@link #close} may come from any.
 */
public interface Sandbox extends AutoCloseable {

    /** Where a fork sees its target, read only. */
    String TARGET = "/target";

    /** Where a fork sees the files of its environment, read only. */
    String ENVIRONMENT = "/opt/environment";

    /** Its one life. */
    ForkId id();

    /** How long forking took, from the call to a sandbox that takes commands, in {@code unit}. */
    long forkTime(TimeUnit unit);

    /** The same, stage by stage. */
    default ForkStages stages() {
        return ForkStages.whole(Duration.ofNanos(forkTime(TimeUnit.NANOSECONDS)));
    }

    /**
     * Runs a command to its end; what it leaves running ends with it. Any number of commands run one after another, in the
     * same files. One that is stopped at a limit or killed ends the sandbox.
     *
     * @param listener hears what it writes while it runs, secrets and all; both streams are in the result as well, without them
     * @throws SandboxException when the sandbox could not run it; what the command itself did is in the result
     * @throws InterruptedException when the thread is interrupted; the command has been killed then
     */
    CommandResult run(Command command, OutputListener listener) throws SandboxException, InterruptedException;

    /** The same with nobody who listens. */
    default CommandResult run(Command command) throws SandboxException, InterruptedException {
        return run(command, OutputListener.SILENT);
    }

    /** Writes a file in the fork's own layer, with its directories. {@code path} is absolute inside the sandbox. */
    void writeFile(String path, byte[] content) throws SandboxException, InterruptedException;

    /** Reads a file as the fork sees it, at most {@code maxBytes} of it. */
    byte[] readFile(String path, int maxBytes) throws SandboxException, InterruptedException;

    /**
     * Ends the sandbox with all that runs in it; a command that runs is answered with {@link CommandResult.Killed} and what it
     * has written. From any thread, and any number of times. What remains to be done is to close it.
     */
    void kill();

    /** Kills what runs and gives everything back. May be called twice. Never fails: what is left is swept later. */
    @Override
    void close();

    /**
     * Waits until a closed sandbox has gone, processes and all; how long that took from {@link #close} on. Empty when it is not
     * known within {@code patience}, which is no fault.
     */
    default Optional<Duration> awaitDestroyed(Duration patience) throws InterruptedException {
        return Optional.empty();
    }
}
