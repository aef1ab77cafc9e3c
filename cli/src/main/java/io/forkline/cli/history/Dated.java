package io.forkline.cli.history;

import org.jspecify.annotations.Nullable;

/** Something that a record says, and where it lies. Those of one kind and one job lie in one partition. */
public record Dated<T>(T value, Position at) {

    /** The one that was written first. */
    static <T> Dated<T> first(@Nullable Dated<T> known, T value, Position at) {
        return known != null && known.at.offset() <= at.offset() ? known : new Dated<>(value, at);
    }

    /** The one that was written last. */
    static <T> Dated<T> last(@Nullable Dated<T> known, T value, Position at) {
        return known != null && known.at.offset() >= at.offset() ? known : new Dated<>(value, at);
    }
}
