package io.forkline.cli.history;

import java.time.Instant;
import java.util.Optional;

/**
 * How much of the topics a history is read from.
 *
 * @param since the records from then on alone, so that a job may have others before; empty for all that there are
 * @param at when it is read
 */
public record Extent(Optional<Instant> since, Instant at) {

    public static Extent ofAll(Instant at) {
        return new Extent(Optional.empty(), at);
    }
}
