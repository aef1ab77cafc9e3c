package io.forkline.workers;

import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.RunControl;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which runs have been cancelled, and which tasks are in hand. Only saves work: that a run is cancelled is the aggregator's
 * decision, so what is forgotten here costs a fork and nothing else. Safe for many threads.
 */
final class Cancellations {

    private static final int REMEMBERED = 10_000;

    private final Set<RunningTask> running = new HashSet<>();
    /** Run ids, the oldest first. */
    private final Set<String> cancelled = new LinkedHashSet<>();

    /** Takes a task in hand; the caller closes it when it is done. */
    synchronized RunningTask begin(ForkTask task) {
        RunningTask begun = new RunningTask(task, isCancelled(task), this::end);
        running.add(begun);
        return begun;
    }

    /**
     * A control was published. One that names no run is passed over: the aggregator knows which run of the job is meant, and
     * publishes it again with the run named. The other runs of the job go on.
     */
    synchronized void control(RunControl control) {
        if (control.getAction() != ControlAction.CANCEL || control.getRunId() == null) {
            return;
        }
        cancelled.add(control.getRunId());
        if (cancelled.size() > REMEMBERED) {
            cancelled.remove(cancelled.iterator().next());
        }
        running.stream().filter(task -> isCancelled(task.task())).forEach(RunningTask::cancel);
    }

    private synchronized void end(RunningTask task) {
        running.remove(task);
    }

    private boolean isCancelled(ForkTask task) {
        return cancelled.contains(task.getRunId());
    }
}
