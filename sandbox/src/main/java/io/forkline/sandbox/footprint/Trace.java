package io.forkline.sandbox.footprint;

/**
 * One thing that a supervisor has on the host.
 *
 * @param name says which, as the kernel does
 */
public record Trace(Kind kind, String name) {

    public enum Kind {
        /** By pid and start time. */
        PROCESS,
        /** By kind and inode, as in {@code /proc/<pid>/ns}. */
        NAMESPACE,
        /** In our own mount namespace, by its line in {@code mountinfo}. */
        MOUNT,
        /** By directory. */
        CONTROL_GROUP,
        /** UNIX sockets of the host's network namespace, by inode. */
        SOCKET,
        /** A lock on a file: an instance's, or that of a range of user ids. By holder and inode. */
        LOCK,
        /** In {@code run}: an instance's directory and its lock file. */
        INSTANCE,
        /** What is half made: in {@code layers}, {@code snapshots}, {@code runtime} or {@code targets}. */
        STAGE
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
