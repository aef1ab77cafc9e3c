package io.forkline.guarantees;

import io.forkline.sandbox.footprint.Footprint;
import io.forkline.sandbox.footprint.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches, from outside, the processes that have forks in one Forkline home. It keeps all it has seen of each, since whoever has lost its parent
 * cannot be told from others afterwards: so look now and then, and right before one is killed. Safe for several threads.
 */
public final class LeaseWatch {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Path home;
    private final Map<Long, Watched> live = new HashMap<>();

    private record Watched(String name, Set<Trace> seen) {}

    public LeaseWatch(Path home) {
        this.home = home;
    }

    /** Watches this process too. */
    public synchronized void began(String name, long pid) {
        live.put(pid, new Watched(name, new HashSet<>()));
    }

    /** Looks at all of them. Not while others wait: on a machine that has much to do it takes its time. */
    public void look() throws IOException {
        Map<Long, Set<Trace>> found = Footprint.below(watched(), home);
        synchronized (this) {
            found.forEach((pid, traces) -> {
                Watched watched = live.get(pid);
                if (watched != null) {
                    watched.seen().addAll(traces);
                }
            });
        }
    }

    /**
     * What is there of one that has ended; returns when that is nothing, or after this time. The process is not watched any more.
     *
     * @throws IllegalArgumentException when it was not watched
     */
    public LeaseEnd ended(long pid, Duration atMost) throws IOException, InterruptedException {
        Watched gone = forget(pid);
        long start = System.nanoTime();
        Set<Trace> left = Footprint.still(gone.seen(), home, watched());
        while (!left.isEmpty() && System.nanoTime() - start < atMost.toNanos()) {
            Thread.sleep(PAUSE.toMillis());
            left = Footprint.still(gone.seen(), home, watched());
        }
        return new LeaseEnd(gone.name(), Duration.ofNanos(System.nanoTime() - start), names(left));
    }

    private synchronized Watched forget(long pid) {
        Watched gone = live.remove(pid);
        if (gone == null) {
            throw new IllegalArgumentException("process " + pid + " was not watched");
        }
        return gone;
    }

    private synchronized Set<Long> watched() {
        return Set.copyOf(live.keySet());
    }

    private static List<String> names(Set<Trace> traces) {
        return traces.stream()
                .sorted(Comparator.comparing(Trace::kind).thenComparing(Trace::name))
                .map(Trace::toString)
                .toList();
    }
}
