package io.forkline.cli.history;

import java.util.Locale;

/** How far a job has come. */
public enum Stage {
    /** In the log, and not planned yet. */
    ACCEPTED,
    /** Planned; its environment has no snapshot yet. */
    WAITS_FOR_SNAPSHOT,
    /** Planned, and the snapshot is there; no task of it has gone out. */
    PLANNED,
    /** Tasks are out, reports are awaited. */
    RUNNING,
    /** No report is awaited any more; the lead or the aggregator has the word. */
    DECIDING,
    /** It has its result. */
    DONE,
    /** It has none, and the time is over for which one is kept: it is gone, if there was one. */
    EXPIRED;

    /** Whether nothing is awaited any more. */
    public boolean isOver() {
        return this == DONE || this == EXPIRED;
    }

    /** {@code WAITS_FOR_SNAPSHOT} as {@code waits for snapshot}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
