package io.forkline.leases;

import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what becomes of the tasks of a worker. Safe for several threads. */
final class LeaseMeters {

    /** How a slot lets go of a task. */
    enum End {
        PUBLISHED("published"),
        DEAD_LETTERED("dead_lettered"),
        LOST("lost"),
        RELEASED("released"),
        BROKEN("broken");

        private final String text;

        End(String text) {
            this.text = text;
        }
    }

    private final Meters meters;
    private final TaskSource source;
    private final AtomicInteger inHand = new AtomicInteger();

    LeaseMeters(Meters meters, TaskSource source) {
        this.meters = meters;
        this.source = source;
        for (End end : End.values()) {
            meters.show(Metric.TASKS, worker(), end.text);
        }
        meters.show(Metric.REDELIVERIES, worker());
        meters.show(Metric.LOST_LOCKS, worker());
        meters.show(Metric.DEAD_LETTERS, worker(), source.topic(), DeadLetter.UNREADABLE);
    }

    /** Shows the slots from now on. */
    void show(int slots, List<SlotPulse> pulses) {
        meters.gauge(Metric.SLOTS, () -> slots, worker());
        meters.gauge(Metric.TASKS_IN_HAND, inHand::get, worker());
        meters.gauge(
                Metric.SLOTS_JOINED,
                () -> pulses.stream().filter(SlotPulse::isHeard).count(),
                worker());
    }

    /** A slot has a task in its hand. */
    void taken(Delivery delivery) {
        inHand.incrementAndGet();
        if (delivery.count() > 1) {
            meters.count(Metric.REDELIVERIES, worker());
        }
    }

    /** It has let go of it. */
    void ended(End end) {
        inHand.decrementAndGet();
        meters.count(Metric.TASKS, worker(), end.text);
        if (end == End.LOST) {
            meters.count(Metric.LOST_LOCKS, worker());
        }
    }

    /** What it took was no task. */
    void buried() {
        meters.count(Metric.DEAD_LETTERS, worker(), source.topic(), DeadLetter.UNREADABLE);
    }

    private String worker() {
        return source.component();
    }
}
