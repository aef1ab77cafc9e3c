package io.forkline.sandbox.local;

import io.forkline.sandbox.footprint.Footprint;
import io.forkline.sandbox.footprint.HostProcess;
import io.forkline.sandbox.footprint.Trace;
import io.forkline.sandbox.footprint.Trace.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The checker of what outlives a home's supervisors: it keeps all that it has seen of them, and counts what is there still. So look
 * while they live; who has lost its parent, and a namespace that somebody keeps, are found by that only.
 */
final class Leftovers {

    private static final HostProcess NONE = new HostProcess(0, 0, 0, "", "");

    private final Path home;
    private final Set<Trace> seen = new HashSet<>();

    Leftovers(Path home) {
        this.home = home;
    }

    void look() throws IOException {
        seen.addAll(Footprint.of(home));
    }

    /** What is there of all that was ever seen; a supervisor that lives has much. */
    Set<Trace> left() throws IOException {
        look();
        return Footprint.still(seen, home);
    }

    /** How much there is of each kind. */
    Map<Kind, Long> count() throws IOException {
        return left().stream().collect(Collectors.groupingBy(Trace::kind, TreeMap::new, Collectors.counting()));
    }

    void awaitNone() throws Exception {
        awaitNoneBut(Set.of());
    }

    /** The same, where nobody has swept yet: what is half made waits for the next start. */
    void awaitNoneBut(Set<Kind> excepted) throws Exception {
        try {
            Await.until("nothing to be left", () -> isGone(excepted));
        } catch (AssertionError inVain) {
            throw new AssertionError("left: " + described(), inVain);
        }
    }

    /** Until there is as much of everything as there was. */
    void awaitCount(Map<Kind, Long> wanted) throws Exception {
        try {
            Await.until("as much as before", () -> count().equals(wanted));
        } catch (AssertionError inVain) {
            throw new AssertionError("wanted " + wanted + ", there is " + count() + ": " + described(), inVain);
        }
    }

    private boolean isGone(Set<Kind> excepted) throws IOException {
        // what costs little first: as long as one of them lives there is no need to look further
        return Footprint.processes(home).isEmpty()
                && left().stream().allMatch(trace -> excepted.contains(trace.kind()));
    }

    private String described() throws IOException {
        var processes = HostProcess.all();
        var lines = new TreeSet<String>();
        for (var trace : left()) {
            var pid = trace.kind() == Kind.PROCESS
                    ? trace.name().substring(0, trace.name().indexOf('@'))
                    : "0";
            lines.add(trace + " "
                    + processes.getOrDefault(Long.valueOf(pid), NONE).commandLine());
        }
        return String.join("\n", lines);
    }
}
