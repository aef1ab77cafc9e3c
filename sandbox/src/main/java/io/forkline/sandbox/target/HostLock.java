package io.forkline.sandbox.target;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Held by one thread of one process of this host. There are 256 of them in a directory, chosen by the first two digits of a digest: two
 * that share one wait for each other now and then, and the lock files do not grow in number. The kernel frees it when its holder dies.
 * A thread holds one at a time.
 */
final class HostLock implements AutoCloseable {

    /** A file lock belongs to the process, so the threads of one agree by these first. */
    private static final ReentrantLock[] THREADS =
            Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

    private final ReentrantLock threads;
    private final FileChannel channel;

    private HostLock(ReentrantLock threads, FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    static HostLock acquire(Path directory, String digest) throws IOException, InterruptedException {
        String stripe = digest.substring(0, 2);
        ReentrantLock threads = THREADS[Integer.parseInt(stripe, 16)];
        threads.lockInterruptibly();
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    directory.resolve(stripe + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new HostLock(threads, channel);
        } catch (FileLockInterruptionException | ClosedByInterruptException e) {
            release(threads, channel);
            Thread.interrupted();
            throw new InterruptedException("interrupted while waiting for " + directory + "/" + stripe + ".lock");
        } catch (IOException | RuntimeException e) {
            release(threads, channel);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        release(threads, channel);
    }

    private static void release(ReentrantLock threads, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            threads.unlock();
        }
    }
}
