package io.forkline.cli;

import java.util.concurrent.CountDownLatch;

/**
 * What Ctrl-C and SIGTERM do: they interrupt the command, which closes what it opened, and the process ends when it has. How
 * long that may take is each part's own affair; whoever kills the process instead leaves nothing running either.
 */
final class Stop {

    private final Thread command;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean asked;

    private Stop(Thread command) {
        this.command = command;
    }

    /** From now on a signal interrupts the current thread. */
    static Stop interruptsThisThread() {
        Stop stop = new Stop(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(stop::onSignal, "forkline-stop"));
        return stop;
    }

    /** Whether a signal has come. What fails from then on may fail because of it. */
    boolean wasAsked() {
        return asked;
    }

    /** The command has closed everything. */
    void commandEnded() {
        ended.countDown();
    }

    private void onSignal() {
        asked = true;
        command.interrupt();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
