package io.forkline.sandbox;

/** Hears how a build of a snapshot gets on. Called by one thread at a time, not always
 * the one that waits for the build; must not block. */
@FunctionalInterface
public interface BuildListener {

    /** Hears nothing. */
    BuildListener SILENT = line -> {};

    /** A step that begins, or a line that the setup wrote. */
    void progress(String line);
}
