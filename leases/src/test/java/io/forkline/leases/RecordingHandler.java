package io.forkline.leases;

import io.forkline.testsupport.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was given. What it does with a task is the test's affair. */
final class RecordingHandler implements TaskHandler<String> {

    /** What to do with a task. */
    interface Work {
        Outcome on(String task, Delivery delivery) throws InterruptedException;
    }

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> interrupted = new CopyOnWriteArrayList<>();
    private final List<Integer> deliveryCounts = new CopyOnWriteArrayList<>();
    private final Work work;
    private final Work last;

    RecordingHandler(Work work) {
        this(work, (task, delivery) -> {
            throw new AssertionError("this was not to be the last delivery: " + delivery);
        });
    }

    RecordingHandler(Work work, Work last) {
        this.work = work;
        this.last = last;
    }

    @Override
    public Outcome handle(String task, Delivery delivery) throws InterruptedException {
        begun.add(task);
        deliveryCounts.add(delivery.count());
        try {
            return work.on(task, delivery);
        } catch (InterruptedException e) {
            interrupted.add(task);
            throw e;
        }
    }

    @Override
    public Outcome lastDelivery(String task, Delivery delivery) {
        try {
            return last.on(task, delivery);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void awaitBegun(String task) {
        Await.until(task + " was begun", () -> begun.contains(task));
    }

    List<String> begun() {
        return List.copyOf(begun);
    }

    List<String> interrupted() {
        return List.copyOf(interrupted);
    }

    List<Integer> deliveryCounts() {
        return List.copyOf(deliveryCounts);
    }
}
