package io.forkline.leases;

/**
 * What a worker does with a task. Both methods run on a thread of their own, one task at a time for each slot, while the
 * lock is renewed; slots share the handler, so it is safe for several threads.
 *
 * <p>A failure that the handler understands is an {@link Outcome} like any other: a record that says retryable or failed,
 * and why. An exception is a bug: the workers stop, and the task is delivered to somebody else.
 */
public interface TaskHandler<T> {

    /**
     * Does the task. It is interrupted when the lock was lost, or when the workers close and the task took longer than
     * they wait: stop soon, by {@code InterruptedException}; nothing is published then.
     */
    Outcome handle(T task, Delivery delivery) throws InterruptedException;

    /**
     * Answers a task that may not be tried again, because its earlier deliveries all came to nothing and this is the last
     * one the broker makes. Says that the task failed, and does not run it.
     */
    Outcome lastDelivery(T task, Delivery delivery);
}
