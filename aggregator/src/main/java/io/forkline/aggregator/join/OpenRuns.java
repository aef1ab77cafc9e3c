package io.forkline.aggregator.join;

import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.RunPlanned;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/**
 * The open runs of this instance, beside the stores: who asks how many there are must not walk through those. It is read from them when
 * a task comes, also when one comes back after its transaction was given up, so that it never drifts from what they hold. Safe for
 * several threads.
 */
final class OpenRuns {

    private final Map<TaskId, Map<String, Times>> tasks = new ConcurrentHashMap<>();

    /**
     * @param submitted when the job was published
     * @param planned when its plan came; empty where that was before this instance had the run
     */
    private record Times(Instant submitted, Optional<Instant> planned) {}

    /** A task is here, and brings its runs. */
    void begun(TaskId task) {
        tasks.put(task, new ConcurrentHashMap<>());
    }

    /** One of the runs that a task brought. */
    void restored(TaskId task, RunPlanned plan) {
        of(task).put(plan.getRunId(), new Times(plan.getSubmittedAt(), Optional.empty()));
    }

    /** A task has gone. */
    void gone(TaskId task) {
        tasks.remove(task);
    }

    void opened(TaskId task, RunId run, Instant submitted, Instant planned) {
        of(task).put(run.toString(), new Times(submitted, Optional.of(planned)));
    }

    void closed(TaskId task, RunId run) {
        of(task).remove(run.toString());
    }

    /** When the plan of an open run came, where that is known. */
    Optional<Instant> planned(TaskId task, RunId run) {
        return Optional.ofNullable(of(task).get(run.toString())).flatMap(Times::planned);
    }

    int count() {
        return tasks.values().stream().mapToInt(Map::size).sum();
    }

    /** When the job of the oldest of them was published. */
    Optional<Instant> oldest() {
        return tasks.values().stream()
                .flatMap(runs -> runs.values().stream())
                .map(Times::submitted)
                .min(Instant::compareTo);
    }

    private Map<String, Times> of(TaskId task) {
        return tasks.computeIfAbsent(task, unseen -> new ConcurrentHashMap<>());
    }
}
