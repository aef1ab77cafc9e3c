package io.forkline.cli.chaos;

import io.forkline.cli.chaos.plan.Fault;
import io.forkline.cli.chaos.process.ChaosCluster;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Lets the cluster suffer the faults of a plan at their moments, several at once where they overlap, and says so. */
final class FaultMaker {

    private final ChaosCluster cluster;
    private final Progress progress;
    private final List<Done> done = new ArrayList<>();

    /** A fault that has begun, and when. */
    record Done(Duration at, Fault fault) {}

    FaultMaker(ChaosCluster cluster, Progress progress) {
        this.cluster = cluster;
        this.progress = progress;
    }

    /** Returns when all are over. */
    void make(List<Fault> faults, Clockwork clock) throws InterruptedException {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Fault fault : faults) {
            clock.await(fault.at());
            Done begun = new Done(clock.now(), fault);
            add(begun);
            progress.note(line(begun));
            running.add(CompletableFuture.runAsync(
                    () -> suffer(fault),
                    task -> Thread.ofPlatform().daemon().name("chaos-fault").start(task)));
        }
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new IllegalStateException("a fault could not be made", e.getCause());
        }
    }

    /** Those that have begun, in their order. */
    synchronized List<Done> done() {
        return List.copyOf(done);
    }

    static String line(Done fault) {
        return Text.format(
                "%6.1f s  %s", fault.at().toMillis() / 1000.0, fault.fault().text());
    }

    private synchronized void add(Done begun) {
        done.add(begun);
    }

    private void suffer(Fault fault) {
        try {
            cluster.suffer(fault);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
