package io.forkline.sandbox.archive;

/** Hears how an export or an import gets on. Called by the thread that does it. */
@FunctionalInterface
public interface TransferListener {

    /** Hears nothing. */
    TransferListener SILENT = (bytes, of) -> {};

    /**
     * So much is done.
     *
     * @param bytes of the content of files so far
     * @param of all of them, from 0
     */
    void moved(long bytes, long of);
}
