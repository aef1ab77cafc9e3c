package io.forkline.guarantees;

import java.time.Duration;
import java.util.List;

/**
 * When a process that had forks has ended, in whatever way, nothing of them is alive any more beyond a bound: no process, namespace, mount, control
 * group, socket or lock, and no directory of an instance.
 */
public final class NoForkOutlivesItsLease implements Guarantee {

    private static final int MOST_NAMED = 3;

    private final List<LeaseEnd> ends;

    /** Judges by what a {@link LeaseWatch} saw. */
    public NoForkOutlivesItsLease(List<LeaseEnd> ends) {
        this.ends = List.copyOf(ends);
    }

    @Override
    public String promise() {
        return "no fork outlives the process that had it";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        Duration longest =
                ends.stream().map(LeaseEnd::waited).max(Duration::compareTo).orElse(Duration.ZERO);
        return ends.size() + " processes ended, the last of a fork was gone after " + longest.toMillis() + " ms";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        return ends.stream()
                .filter(end -> !end.left().isEmpty())
                .map(NoForkOutlivesItsLease::violation)
                .toList();
    }

    private static String violation(LeaseEnd end) {
        int more = end.left().size() - MOST_NAMED;
        return end.waited().toMillis() + " ms after the end of " + end.process() + " there was "
                + String.join(", ", end.left().stream().limit(MOST_NAMED).toList())
                + (more > 0 ? " and " + more + " more" : "");
    }
}
