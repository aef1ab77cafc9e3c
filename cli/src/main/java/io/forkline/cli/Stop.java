package io.forkline.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C and SIGTERM do: they interrupt the command, which closes what it opened, and the process ends when it has. How
 * long that may take is each part's own affair; whoever kills the process instead leaves nothing running either.
 */
final class Stop {

    private final Thread command;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    private Stop(Thread command) {
        this.command = command;
    }

    /** From now on a signal interrupts the current thread. */
    static Stop interruptsThisThread() {
        Stop stop = new Stop(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(stop::onSignal, "forkline-stop"));
        return stop;
    }

    /** For a command that no signal is to end. */
    static Stop never() {
        return new Stop(Thread.currentThread());
    }

    /**
     * Whether a signal has come, or comes within this time. What fails then may fail because of it: Ctrl-C reaches the child
     * processes as well, and that one of them has ended may be noticed before the signal.
     */
    boolean wasAsked(Duration patience) {
        try {
            return asked.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** The command has closed everything. */
    void commandEnded() {
        ended.countDown();
    }

    private void onSignal() {
        asked.countDown();
        command.interrupt();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
