package io.forkline.workers;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import java.time.Instant;

/** Hears how tasks get on, inside the process of the worker. Called from the worker's threads; must not block or throw. */
public interface ForkListener {

    /** Hears nothing. */
    ForkListener SILENT = new ForkListener() {};

    /** A worker has the task in hand, in time or not. */
    default void taken(ForkTask task, Instant at) {}

    /** The snapshot is not here and is being built: a step that begins, or a line of the setup. */
    default void preparing(TaskId task, String line) {}

    /** A sandbox was forked for a perspective, which runs from now on. */
    default void forked(TaskId task, String perspective, String forkId, double forkMs) {}

    /** A fork of the task has run a perspective, to this report. Called again for each perspective of a baseline. */
    default void ran(ForkTask task, PerspectiveReport report) {}

    /** The task has an answer, which {@link #finished} tells of too. */
    default void answered(ForkTask task, PerspectiveReport report) {}

    /** The task has been answered by this report, which is about to be published. */
    default void finished(PerspectiveReport report) {}
}
