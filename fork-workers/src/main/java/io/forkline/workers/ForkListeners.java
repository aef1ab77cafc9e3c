package io.forkline.workers;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import java.time.Instant;
import java.util.List;

/** Several who hear the same, in this order. */
record ForkListeners(List<ForkListener> all) implements ForkListener {

    ForkListeners {
        all = List.copyOf(all);
    }

    @Override
    public void taken(ForkTask task, Instant at) {
        all.forEach(listener -> listener.taken(task, at));
    }

    @Override
    public void preparing(TaskId task, String line) {
        all.forEach(listener -> listener.preparing(task, line));
    }

    @Override
    public void forked(TaskId task, String perspective, String forkId, double forkMs) {
        all.forEach(listener -> listener.forked(task, perspective, forkId, forkMs));
    }

    @Override
    public void ran(ForkTask task, PerspectiveReport report) {
        all.forEach(listener -> listener.ran(task, report));
    }

    @Override
    public void answered(ForkTask task, PerspectiveReport report) {
        all.forEach(listener -> listener.answered(task, report));
    }

    @Override
    public void finished(PerspectiveReport report) {
        all.forEach(listener -> listener.finished(report));
    }
}
