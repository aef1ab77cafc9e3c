package io.forkline.snapshots.builder;

import io.forkline.sandbox.EnvironmentId;

/** Hears how the builds of a builder get on. Called from the building threads; must not block. */
@FunctionalInterface
public interface BuildProgress {

    /** Hears nothing. */
    BuildProgress SILENT = (environment, id, line) -> {};

    /**
     * A step that begins, or a line that the setup wrote.
     *
     * @param environment name of the environment
     */
    void progress(String environment, EnvironmentId id, String line);
}
