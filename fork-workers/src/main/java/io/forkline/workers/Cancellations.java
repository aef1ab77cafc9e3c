package io.forkline.workers;

import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.RunControl;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which runs have been cancelled, and which tasks are in hand. Only saves work: that a run is cancelled is the aggregator's
 * decision, so what is forgotten here costs a fork and nothing else. Safe for many threads.
 */
final class Cancellations {

    private static final int REMEMBERED = 10_000;

    private final Set<RunningTask> running = new HashSet<>();
    /** By run id or, where the control names none, by job id: when it was cancelled. */
    private final Map<String, Instant> cancelled = new LinkedHashMap<>();

    /** Takes a task in hand; the caller closes it when it is done. */
    synchronized RunningTask begin(ForkTask task) {
        RunningTask begun = new RunningTask(task, isCancelled(task), this::end);
        running.add(begun);
        return begun;
    }

    /**
     * A control was published. One without a run means the latest of the job: the tasks that were issued before it.
     *
     * @param at when the broker took the control
     */
    synchronized void control(RunControl control, Instant at) {
        if (control.getAction() != ControlAction.CANCEL) {
            return;
        }
        cancelled.merge(
                control.getRunId() == null ? control.getJobId() : control.getRunId(),
                at,
                (a, b) -> a.isAfter(b) ? a : b);
        if (cancelled.size() > REMEMBERED) {
            cancelled.remove(cancelled.keySet().iterator().next());
        }
        running.stream().filter(task -> isCancelled(task.task())).forEach(RunningTask::cancel);
    }

    private synchronized void end(RunningTask task) {
        running.remove(task);
    }

    private boolean isCancelled(ForkTask task) {
        Instant job = cancelled.get(task.getJobId());
        return cancelled.containsKey(task.getRunId())
                || (job != null && !task.getIssuedAt().isAfter(job));
    }
}
