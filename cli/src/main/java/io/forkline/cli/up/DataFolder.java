package io.forkline.cli.up;

import io.forkline.cli.CommandException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of a development cluster, which one process has at a time: a second broker on the same files makes Kafka halt
 * both, without a word.
 */
final class DataFolder implements AutoCloseable {

    private static final String LOCK = "lock";

    private final FileChannel lock;

    private DataFolder(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Takes it, and makes it where it is not there.
     *
     * @throws CommandException when another process has it, or it cannot be written to
     */
    static DataFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(lock)) {
                lock.close();
                throw CommandException.failed(
                        "another `forkline up` has its data in " + folder
                                + "; use that one, or give this one a folder of its own with --data",
                        null);
            }
            return new DataFolder(lock);
        } catch (IOException e) {
            throw CommandException.failed(
                    "the data cannot be kept in " + folder + " (" + e
                            + "); give a folder that you may write to with --data",
                    e);
        }
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
