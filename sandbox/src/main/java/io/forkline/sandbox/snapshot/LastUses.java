package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.EnvironmentId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When snapshots were used last: the times of empty files. Files of their own, as setting the time of a lock file would open and
 * close it, and so give up the lock.
 */
final class LastUses {

    private static final String USED = ".used";

    private final Path directory;
    private final Clock clock;

    LastUses(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    void touch(EnvironmentId id) throws IOException {
        var mark = mark(id);
        try {
            Files.createFile(mark);
        } catch (FileAlreadyExistsException usedBefore) {
            // Its time is all that matters.
        }
        Files.setLastModifiedTime(mark, FileTime.from(clock.instant()));
    }

    /** Empty when it was never used. */
    Optional<Instant> of(EnvironmentId id) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(mark(id)).toInstant());
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }

    /** The snapshots that were used, also those that have gone since. */
    List<EnvironmentId> all() throws IOException {
        return Manifests.idsOf(directory, USED);
    }

    void forget(EnvironmentId id) throws IOException {
        Files.deleteIfExists(mark(id));
    }

    private Path mark(EnvironmentId id) {
        return directory.resolve("." + id + USED);
    }
}
