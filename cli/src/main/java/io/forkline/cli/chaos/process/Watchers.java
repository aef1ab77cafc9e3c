package io.forkline.cli.chaos.process;

import io.forkline.cli.chaos.plan.Target;
import io.forkline.guarantees.LeaseEnd;
import io.forkline.guarantees.LeaseWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Who is told of the begin and the end of each process: the guardian, the watch over leases, and people. Safe for several threads. */
final class Watchers implements AutoCloseable {

    /** How long what a process had may take to go, on a machine that has much to do. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Guardian guardian;
    private final LeaseWatch leases;
    private final Consumer<String> people;
    private final List<CompletableFuture<LeaseEnd>> ends = new ArrayList<>();
    private final List<Ended> byThemselves = new ArrayList<>();

    Watchers(Guardian guardian, LeaseWatch leases, Consumer<String> people) {
        this.guardian = guardian;
        this.leases = leases;
        this.people = people;
    }

    void began(Target target, long pid) {
        guardian.guard(pid);
        if (target.hasForks()) {
            leases.began(target.label(), pid);
        }
        people.accept("start " + target.label() + " (pid " + pid + ")");
    }

    synchronized void ended(Target target, long pid) {
        guardian.release(pid);
        if (target.hasForks()) {
            ends.add(CompletableFuture.supplyAsync(
                    () -> whatIsLeft(pid),
                    task -> Thread.ofPlatform().daemon().name("chaos-lease").start(task)));
        }
    }

    synchronized void endedByItself(Ended ended) {
        byThemselves.add(ended);
        people.accept(ended.process() + " ended by itself with " + ended.exitCode()
                + (ended.wasReady() ? "" : ", before it was ready"));
    }

    void told(String what) {
        people.accept(what);
    }

    /** Looks at what forks have now; to be called before one of their processes is killed. */
    void look() throws IOException {
        leases.look();
    }

    /** What became of the forks of every process that has ended; returns when that is known. */
    List<LeaseEnd> ends() {
        List<CompletableFuture<LeaseEnd>> all;
        synchronized (this) {
            all = List.copyOf(ends);
        }
        return all.stream().map(CompletableFuture::join).toList();
    }

    synchronized List<Ended> byThemselves() {
        return List.copyOf(byThemselves);
    }

    private LeaseEnd whatIsLeft(long pid) {
        try {
            return leases.ended(pid, BOUND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a lease ended", e);
        }
    }

    @Override
    public void close() {
        guardian.close();
    }
}
