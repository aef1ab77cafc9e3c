package io.forkline.sandbox.target;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A place to make something that nobody sees until it is whole. Its lock file says that its maker lives; what a dead one left is
 * removed by the next {@link #sweep}.
 */
final class Stage implements AutoCloseable {

    private static final String LOCK = ".lock";

    /** Lock files of this process. Nobody else in it may open one: closing it again would give up the lock for all. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Path lockFile;
    private final FileChannel lock;

    private Stage(Path directory, Path lockFile, FileChannel lock) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    static Stage create(Path staging) throws IOException {
        while (true) {
            String id = UUID.randomUUID().toString();
            Path lockFile = staging.resolve(id + LOCK);
            OURS.add(lockFile);
            FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // The sweep of another process may come between the two calls and remove the file; then nobody would see
            // this lock.
            if (lock.tryLock() != null && Files.exists(lockFile)) {
                return new Stage(Files.createDirectories(staging.resolve(id)), lockFile, lock);
            }
            lock.close();
            OURS.remove(lockFile);
        }
    }

    Path directory() {
        return directory;
    }

    /** Removes what a maker that died left. */
    static void sweep(Path staging) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(staging, "*" + LOCK)) {
            for (Path lockFile : locks) {
                if (OURS.add(lockFile)) {
                    try {
                        sweep(staging, lockFile);
                    } finally {
                        OURS.remove(lockFile);
                    }
                }
            }
        }
    }

    private static void sweep(Path staging, Path lockFile) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                String file = lockFile.getFileName().toString();
                delete(staging.resolve(file.substring(0, file.length() - LOCK.length())));
                Files.deleteIfExists(lockFile);
            }
        } catch (NoSuchFileException e) {
            // Its maker has just finished.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            delete(directory);
            Files.deleteIfExists(lockFile);
        } finally {
            lock.close();
            OURS.remove(lockFile);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
