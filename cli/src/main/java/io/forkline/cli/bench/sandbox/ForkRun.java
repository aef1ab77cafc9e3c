package io.forkline.cli.bench.sandbox;

import io.forkline.cli.CommandException;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.CommandStages;
import io.forkline.sandbox.ForkStages;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import java.time.Duration;
import java.util.Map;

/**
 * The script in a fork, run and closed. Moments are readings of {@link System#nanoTime}.
 *
 * @param called when the fork was asked for
 * @param handedOver when there was one, and it got the script
 * @param firstInstruction by the script's own word
 * @param had when the caller had the result
 */
record ForkRun(Sandbox fork, long called, long handedOver, long firstInstruction, long had, CommandStages stages) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static ForkRun of(Forks forks) throws SandboxException, InterruptedException {
        long called = System.nanoTime();
        try (Sandbox fork = forks.fork()) {
            long handedOver = System.nanoTime();
            CommandResult result = fork.run(Script.COMMAND);
            long had = System.nanoTime();
            return new ForkRun(fork, called, handedOver, Script.firstInstruction(result), had, result.stages());
        }
    }

    boolean parked() {
        return fork.stages().parked();
    }

    /** Returns when no process of it is left; how long that took from its close on. */
    Duration awaitGone() throws InterruptedException {
        return fork.awaitDestroyed(PATIENCE)
                .orElseThrow(() -> CommandException.failed(
                        "a fork was not gone " + PATIENCE.toSeconds() + " s after it was closed", null));
    }

    /** All stages, when it has gone. They leave no gap: what nobody else accounts for is the queue's. */
    Round round() throws InterruptedException {
        ForkStages forked = fork.stages();
        long claim = forked.claimed().toNanos();
        long mount = forked.mounted().toNanos();
        long result = stages.returned().toNanos();
        return new Round(
                parked(),
                Map.of(
                        Stage.QUEUE,
                        handedOver - called - claim - mount,
                        Stage.CLAIM,
                        claim,
                        Stage.MOUNT,
                        mount,
                        Stage.FIRST_INSTRUCTION,
                        firstInstruction - handedOver,
                        Stage.RUN,
                        had - result - firstInstruction,
                        Stage.RESULT,
                        result,
                        Stage.WHOLE,
                        had - called,
                        Stage.DESTROY,
                        awaitGone().toNanos()));
    }
}
