package io.forkline.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C and SIGTERM do: they interrupt the command, which closes what it opened, and the process ends when it has. A
 * second one is the system's affair.
 */
final class Stop {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Thread command;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Stop(Thread command) {
        this.command = command;
    }

    /** From now on a signal interrupts the current thread. */
    static Stop interruptsThisThread() {
        Stop stop = new Stop(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(stop::onSignal, "forkline-stop"));
        return stop;
    }

    /** The command has closed everything. */
    void commandEnded() {
        ended.countDown();
    }

    private void onSignal() {
        command.interrupt();
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                // Children see our end on their standard input, so nothing outlives us even then.
                Runtime.getRuntime().halt(ExitCode.FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
