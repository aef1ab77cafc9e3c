package io.forkline.cli.history;

import io.forkline.schemas.record.Timings;
import org.jspecify.annotations.Nullable;

/**
 * How far a perspective of a run has come.
 *
 * @param state {@code waiting}, {@code issued}, {@code retrying}, the outcome of its report, or why it is missing
 * @param done whether it came to an end of its own
 * @param attempts attempts so far; 0 when none has gone out
 * @param said its finding, or its error
 */
public record PerspectiveState(
        String name,
        boolean required,
        String state,
        boolean done,
        int attempts,
        @Nullable Timings timings,
        @Nullable String said) {}
