package io.forkline.sandbox.snapshot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * A lock between processes and between the threads of this one. The kernel gives it back when its process ends, however
 * that comes about. There is one instance for each path in a process: closing any channel of a file gives up all locks
 * that the process has on it, so nobody else may open these files.
 */
public final class LockFile {

    private static final ConcurrentMap<Path, LockFile> BY_PATH = new ConcurrentHashMap<>();

    private static final long PAUSE_MS = 10;

    private final Path path;
    private final StampedLock threads = new StampedLock();
    private int sharers;
    private @Nullable FileChannel channel;

    private LockFile(Path path) {
        this.path = path;
    }

    /** The lock at this path. Its file is made when it is first taken, and stays. */
    public static LockFile at(Path path) {
        return BY_PATH.computeIfAbsent(path.toAbsolutePath().normalize(), LockFile::new);
    }

    Path path() {
        return path;
    }

    /** For one whose file is gone for good: the next {@link #at} makes another. */
    void forget() {
        BY_PATH.remove(path, this);
    }

    /** Waits while someone has it exclusively. */
    public Held shared() throws IOException, InterruptedException {
        var stamp = threads.readLockInterruptibly();
        try {
            joinSharers();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            threads.unlockRead(stamp);
            throw failed;
        }
        return new Held(() -> {
            leaveSharers();
            threads.unlockRead(stamp);
        });
    }

    /** Waits while anyone has it. */
    public Held exclusive() throws IOException, InterruptedException {
        var stamp = threads.writeLockInterruptibly();
        try {
            await(open(), false);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            shut();
            threads.unlockWrite(stamp);
            throw failed;
        }
        return new Held(() -> unlock(stamp));
    }

    /** Takes it exclusively unless anyone has it. */
    public Optional<Held> tryExclusive() throws IOException {
        var stamp = threads.tryWriteLock();
        if (stamp == 0) {
            return Optional.empty();
        }
        try {
            if (open().tryLock() != null) {
                return Optional.of(new Held(() -> unlock(stamp)));
            }
        } catch (IOException | RuntimeException failed) {
            shut();
            threads.unlockWrite(stamp);
            throw failed;
        }
        unlock(stamp);
        return Optional.empty();
    }

    private void unlock(long stamp) throws IOException {
        try {
            shut();
        } finally {
            threads.unlockWrite(stamp);
        }
    }

    private synchronized void joinSharers() throws IOException, InterruptedException {
        if (sharers == 0) {
            try {
                await(open(), true);
            } catch (IOException | InterruptedException | RuntimeException failed) {
                shut();
                throw failed;
            }
        }
        sharers++;
    }

    private synchronized void leaveSharers() throws IOException {
        sharers--;
        if (sharers == 0) {
            shut();
        }
    }

    /**
     * Asks again and again. Waiting is not for the kernel to do: it knows which process holds a lock, not which thread, and
     * refuses with a deadlock where threads of two processes wait for other threads of one another.
     */
    private static void await(FileChannel channel, boolean shared) throws IOException, InterruptedException {
        while (channel.tryLock(0, Long.MAX_VALUE, shared) == null) {
            Thread.sleep(PAUSE_MS);
        }
    }

    private synchronized FileChannel open() throws IOException {
        var opened =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel = opened;
        return opened;
    }

    private synchronized void shut() throws IOException {
        var open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    /** A lock that is held until it is closed. Any thread may close it; closing twice does nothing more. */
    public static final class Held implements AutoCloseable {

        private @Nullable Release release;

        private Held(Release release) {
            this.release = release;
        }

        /** The same lock; this is done before it is given back, and it is given back whatever comes of it. */
        Held whenClosed(Release last) {
            return new Held(() -> {
                try {
                    last.run();
                } finally {
                    close();
                }
            });
        }

        @Override
        public synchronized void close() throws IOException {
            var once = release;
            release = null;
            if (once != null) {
                once.run();
            }
        }
    }

    /** What is done when a lock is given back. */
    @FunctionalInterface
    interface Release {
        void run() throws IOException;
    }
}
