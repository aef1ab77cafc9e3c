package io.forkline.sandbox.local;

import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.LockFile;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The sources that are alive, one for each snapshot in use. Each holds its snapshot, so that nobody deletes it meanwhile. When
 * there are many, the one that has been idle longest goes.
 */
final class WarmSources implements AutoCloseable {

    private static final int KEPT = 8;

    private final Supervisor supervisor;
    private final SupervisedForks.SourceStart starts;
    private final SnapshotStore store;
    private final Map<EnvironmentId, CompletableFuture<Entry>> entries = new LinkedHashMap<>(16, 0.75f, true);

    WarmSources(Supervisor supervisor, SupervisedForks.SourceStart starts, SnapshotStore store) {
        this.supervisor = supervisor;
        this.starts = starts;
        this.store = store;
    }

    /** The source of a snapshot: the one that is there, else started now. Others who want the same wait for it. */
    ForkSource of(Snapshot snapshot) throws SandboxException, InterruptedException {
        var mine = new CompletableFuture<Entry>();
        CompletableFuture<Entry> theirs;
        synchronized (entries) {
            theirs = entries.get(snapshot.id());
            if (theirs == null) {
                entries.put(snapshot.id(), mine);
            }
        }
        if (theirs == null) {
            start(snapshot, mine);
        }
        try {
            return (theirs == null ? mine : theirs).get().source();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SandboxException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void start(Snapshot snapshot, CompletableFuture<Entry> mine) throws InterruptedException {
        try {
            dropIdle();
            mine.complete(start(snapshot));
        } catch (SandboxException | InterruptedException | RuntimeException failed) {
            forget(snapshot.id());
            if (failed instanceof InterruptedException interrupted) {
                mine.completeExceptionally(
                        SandboxException.retryable("Starting the environment's process was interrupted.", interrupted));
                throw interrupted;
            }
            mine.completeExceptionally(failed);
        }
    }

    private Entry start(Snapshot snapshot) throws SandboxException, InterruptedException {
        LockFile.Held use;
        try {
            use = store.use(snapshot.id());
        } catch (IOException failed) {
            throw SandboxException.retryable("The snapshot " + snapshot.id() + " cannot be locked: " + failed, failed);
        }
        try {
            return new Entry(starts.start(supervisor, snapshot), use);
        } catch (SandboxException | InterruptedException | RuntimeException failed) {
            release(use);
            throw failed;
        }
    }

    /** The source has ended, or never was. */
    void forget(EnvironmentId id) {
        CompletableFuture<Entry> entry;
        synchronized (entries) {
            entry = entries.remove(id);
        }
        if (entry != null && entry.isDone() && !entry.isCompletedExceptionally()) {
            entry.join().close();
        }
    }

    /** Unless forks of it are alive: they would die with it. */
    void forgetIfIdle(EnvironmentId id) {
        CompletableFuture<Entry> entry;
        synchronized (entries) {
            entry = entries.get(id);
        }
        var known = entry == null || entry.isCompletedExceptionally() ? null : entry.getNow(null);
        if (known != null && known.source().isIdle()) {
            forget(id);
        }
    }

    private void dropIdle() {
        EnvironmentId idle = null;
        synchronized (entries) {
            if (entries.size() > KEPT) {
                for (var candidate : entries.entrySet()) {
                    var future = candidate.getValue();
                    var entry = future.isCompletedExceptionally() ? null : future.getNow(null);
                    if (entry != null && entry.source().isIdle()) {
                        idle = candidate.getKey();
                        break;
                    }
                }
            }
        }
        if (idle != null) {
            forget(idle);
        }
    }

    @Override
    public void close() {
        synchronized (entries) {
            entries.values().forEach(entry -> {
                if (entry.isDone() && !entry.isCompletedExceptionally()) {
                    release(entry.join().use());
                }
            });
            entries.clear();
        }
    }

    private static void release(LockFile.Held use) {
        try {
            use.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private record Entry(ForkSource source, LockFile.Held use) {
        void close() {
            source.stop();
            release(use);
        }
    }
}
