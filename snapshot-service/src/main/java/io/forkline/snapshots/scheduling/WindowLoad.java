package io.forkline.snapshots.scheduling;

import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.apache.kafka.streams.processor.TaskId;

/**
 * How full the windows of this instance are, beside the stores, for whoever asks from outside their threads. Read from them when a task
 * of the topology comes, so that it never drifts from what they hold. Safe for several threads.
 */
final class WindowLoad {

    private final Map<TaskId, Numbers> tasks = new ConcurrentHashMap<>();

    /** @param places open tasks of one window, at most */
    WindowLoad(Meters meters, int places) {
        meters.gauge(Metric.OPEN_TASKS, () -> sum(Numbers::open));
        meters.gauge(Metric.QUEUED_TASKS, () -> sum(Numbers::queued));
        meters.gauge(Metric.FULLEST_WINDOW, () -> fullest() / (double) places);
    }

    /** Those of one window, which nobody has counted yet. */
    Numbers begin(TaskId task) {
        Numbers numbers = new Numbers();
        tasks.put(task, numbers);
        return numbers;
    }

    void end(TaskId task) {
        tasks.remove(task);
    }

    private int fullest() {
        return tasks.values().stream().mapToInt(Numbers::open).max().orElse(0);
    }

    private int sum(ToIntFunction<Numbers> which) {
        return tasks.values().stream().mapToInt(which).sum();
    }

    /** Of one window. */
    static final class Numbers {

        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger queued = new AtomicInteger();

        int open() {
            return open.get();
        }

        int queued() {
            return queued.get();
        }

        void setOpen(int now) {
            open.set(now);
        }

        void addQueued(int more) {
            queued.addAndGet(more);
        }
    }
}
