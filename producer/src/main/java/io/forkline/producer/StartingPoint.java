package io.forkline.producer;

import java.time.Instant;

/** Where a {@link ResultStream} begins. */
public sealed interface StartingPoint {

    /** With the oldest result that the cluster still has. */
    record Beginning() implements StartingPoint {}

    /** With the first result published after the stream was opened. */
    record Now() implements StartingPoint {}

    /**
     * With the first result that was published at or after a time.
     *
     * @param time by the clock of the broker
     */
    record Since(Instant time) implements StartingPoint {}
}
