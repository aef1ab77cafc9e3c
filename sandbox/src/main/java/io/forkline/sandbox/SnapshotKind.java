package io.forkline.sandbox;

/** What a fork of a snapshot is. */
public enum SnapshotKind {
    /** A copy-on-write clone of a warm process. */
    MEMORY,
    /** The same files, and a cold process. */
    FILESYSTEM
}
