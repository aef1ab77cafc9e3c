package io.forkline.leases;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a task at the moment its lock lapses. The loop cannot: while the broker does not answer a renewal it waits for as long as
 * a whole lock, and must, as a renewal that is given up is still under way.
 */
final class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Delivery delivery;
    private final TaskThread task;
    private final Lease lease;
    private final Thread thread;

    Watchdog(String name, Delivery delivery, TaskThread task, Lease lease) {
        this.delivery = delivery;
        this.task = task;
        this.lease = lease;
        this.thread = new Thread(this::watch, name);
        thread.setDaemon(true);
    }

    /** Watches until the task ends or its lock lapses. May be called again. */
    void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    private void watch() {
        try {
            while (task.await(lease.left()).isEmpty()) {
                if (!lease.isHeld()) {
                    LOG.warn("A lock lapsed before the broker renewed it; its task is stopped. {}", delivery);
                    task.stop();
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a watchdog", e);
        }
    }
}
