package io.forkline.cli;

import io.forkline.broker.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder that is deleted with all in it. What a killed process could not delete, the next one does: a lock on each
 * folder, which ends with its process, says whether it is still wanted.
 */
public final class Scratch implements AutoCloseable {

    private static final String PREFIX = "forkline-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel lock;
    private boolean kept;

    private Scratch(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** A new one in the system's temporary directory. */
    public static Scratch create(String purpose) throws IOException {
        return in(Path.of(System.getProperty("java.io.tmpdir")), purpose);
    }

    /** A new one in this folder, which is made when it is not there. Those that nobody wants any more are deleted. */
    public static Scratch in(Path parent, String purpose) throws IOException {
        Files.createDirectories(parent);
        sweep(parent, PREFIX + purpose + "-");
        while (true) {
            Path folder = Files.createTempDirectory(parent, PREFIX + purpose + "-");
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Tried, not waited for, as an interrupt ends a wait and leaves the folder.
            if (lock.tryLock() != null && Files.exists(folder.resolve(LOCK))) {
                return new Scratch(folder, lock);
            }
            // Somebody who sweeps was quicker than our lock, and deletes it.
            lock.close();
        }
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Closing it leaves it as it is, and nobody sweeps it: a folder without a lock file is not ours. */
    public void keep() throws IOException {
        Files.deleteIfExists(folder.resolve(LOCK));
        kept = true;
    }

    @Override
    public void close() {
        try {
            if (!kept) {
                FileTree.delete(folder);
            }
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + folder + " cannot be deleted", e);
        }
    }

    private static void sweep(Path parent, String prefix) throws IOException {
        List<Path> others;
        try (Stream<Path> files = Files.list(parent)) {
            others = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
        for (Path other : others) {
            sweep(other);
        }
    }

    /** A folder without its lock file is one that is being made, or not ours. */
    private static void sweep(Path other) {
        try (FileChannel channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                FileTree.delete(other);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // In use, another user's, or gone meanwhile: not for us to delete.
        }
    }
}
