package io.forkline.sandbox;

/**
 * Hears what a command writes while it runs, chunk by chunk, each stream in its order. Called by one thread at a time, not the
 * one that waits for the command; must not block. Hears nothing more once the command's result is there.
 */
@FunctionalInterface
public interface OutputListener {

    /** Hears nothing. */
    OutputListener SILENT = (stream, chunk) -> {};

    /** Raw bytes; a character may be cut between two chunks. Chunks past the command's limits are heard too. */
    void wrote(Stream stream, byte[] chunk);

    /** Where a command writes to. */
    enum Stream {
        STDOUT,
        STDERR
    }
}
