package io.forkline.sandbox.environment;

/** What became of one environment, or of the folder of all, while it was watched. */
public sealed interface EnvironmentChange {

    /** One that was not there, or could not be used. */
    record Added(String name) implements EnvironmentChange {}

    /** Another than before under the same name, or one that was broken and is not any more. */
    record Changed(String name) implements EnvironmentChange {}

    /** Its folder is gone. */
    record Removed(String name) implements EnvironmentChange {}

    /**
     * It cannot be used as it is now.
     *
     * @param isKept whether the one before it goes on
     */
    record Broken(String name, String why, boolean isKept) implements EnvironmentChange {}

    /** The folder itself cannot be read; all environments go on as they were. */
    record Unreadable(String why) implements EnvironmentChange {}
}
