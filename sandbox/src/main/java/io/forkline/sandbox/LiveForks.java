package io.forkline.sandbox;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The sandboxes of one provider that have not been closed. Who asks for an id twice gets the same sandbox, so that a call
 * whose answer was lost can be made again. Safe for many threads.
 */
public final class LiveForks {

    private static final int ENDED_REMEMBERED = 10_000;

    private final Map<ForkId, Entry> entries = new LinkedHashMap<>();
    private final Set<ForkId> ended = new LinkedHashSet<>();

    /** Makes a sandbox; called once for each id, unless it throws. */
    @FunctionalInterface
    public interface Forking {
        Sandbox fork() throws SandboxException, InterruptedException;
    }

    /**
     * The sandbox of this id: the one that is there, or that another thread makes just now, else made now. An id whose
     * making failed is free again.
     *
     * @throws SandboxException when the id's sandbox has been closed, or it was asked for with another snapshot or options
     */
    public Sandbox fork(Snapshot snapshot, ForkOptions options, Forking forking)
            throws SandboxException, InterruptedException {
        var mine = new Entry(snapshot.id(), options, new CompletableFuture<>());
        var there = enter(mine);
        if (there == null) {
            return make(mine, forking);
        }
        if (!there.snapshot().equals(mine.snapshot()) || !there.options().equals(options)) {
            throw SandboxException.permanent(
                    "There is a sandbox " + options.id() + " already, of another snapshot or with other options.",
                    null);
        }
        return await(there);
    }

    private synchronized @Nullable Entry enter(Entry mine) throws SandboxException {
        var id = mine.options().id();
        if (ended.contains(id)) {
            throw SandboxException.permanent(
                    "The sandbox " + id + " has been closed; the id of a fork is never used again.", null);
        }
        return entries.putIfAbsent(id, mine);
    }

    private Sandbox make(Entry mine, Forking forking) throws SandboxException, InterruptedException {
        try {
            var sandbox = forking.fork();
            mine.sandbox().complete(sandbox);
            return sandbox;
        } catch (SandboxException | RuntimeException failed) {
            fail(mine, failed);
            throw failed;
        } catch (InterruptedException interrupted) {
            fail(mine, SandboxException.retryable("Whoever forked this sandbox was interrupted.", interrupted));
            throw interrupted;
        }
    }

    private void fail(Entry mine, Exception why) {
        synchronized (this) {
            entries.remove(mine.options().id());
        }
        mine.sandbox().completeExceptionally(why);
    }

    private static Sandbox await(Entry there) throws SandboxException, InterruptedException {
        try {
            return there.sandbox().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SandboxException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** To be called when a sandbox is closed. Its id is not given out again, as far back as some thousand are remembered. */
    public synchronized void closed(ForkId id) {
        if (entries.remove(id) == null) {
            return;
        }
        ended.add(id);
        if (ended.size() > ENDED_REMEMBERED) {
            Iterator<ForkId> oldest = ended.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Those that are there now, in the order in which they were asked for. */
    public synchronized List<Sandbox> list() {
        return entries.values().stream()
                .map(Entry::sandbox)
                .filter(sandbox -> sandbox.isDone() && !sandbox.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
    }

    private record Entry(EnvironmentId snapshot, ForkOptions options, CompletableFuture<Sandbox> sandbox) {}
}
