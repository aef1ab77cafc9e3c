package io.forkline.sandbox.local;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import io.forkline.sandbox.footprint.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Forks a second of an environment with one nest and with two, in turn, and the processor time that a fork takes of each process that
 * serves many; in the output. A fork's time in all, divided by what it takes of one process, is how many processors that one can keep
 * busy. It says most on a machine that does nothing else, so {@code mvn verify} runs it only where {@code -Dit.test} names it.
 */
class NestCost {

    private static final System.Logger LOG = System.getLogger(NestCost.class.getName());
    private static final List<Integer> OBJECTS = List.of(0, 1_000_000);
    private static final List<Integer> NESTS = List.of(1, 2, 1, 2, 1, 2);
    private static final int FORKS_BEFORE = 100;
    private static final int FORKS = 300;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_TICK = 10;

    @Test
    void whatAForkTakesOfEachProcess() throws Exception {
        try (var directory = TestDirectory.create()) {
            var home = directory.resolve("home");
            for (int objects : OBJECTS) {
                var spec = Specs.in(directory.resolve("environment-" + objects))
                        .file("big.py", "kept = [{'number': number} for number in range(" + objects + ")]")
                        .preload("big")
                        .limits(new SandboxLimits(1.0, 2L << 30, 32, 16 << 20))
                        .spec();
                for (int nests : NESTS) {
                    try (var provider = LocalProvider.open(ForklineHome.at(home), Parking.DEFAULT, new Nests(nests))) {
                        var snapshot = provider.prepare(spec, BuildListener.SILENT);
                        measure(home, provider, snapshot, objects, nests);
                    }
                }
            }
        }
    }

    private static void measure(Path home, LocalProvider provider, Snapshot snapshot, int objects, int nests)
            throws Exception {
        try (var crowd = Crowd.of(provider, snapshot, "print(1)")) {
            Await.until("all nests", () -> named(home, "forkline-zygote") == nests);
            awaitForks(crowd, FORKS_BEFORE);
            var began = System.nanoTime();
            var nanos = nanos(home);
            var ticks = ticks();

            double forks = awaitForks(crowd, FORKS);

            var seconds = (System.nanoTime() - began) / NANOS_PER_SECOND;
            var line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%d objects, %d nests: %.0f forks a second; each takes %.1f ms of this machine",
                    objects,
                    nests,
                    forks / seconds,
                    (ticks() - ticks) * MILLIS_PER_TICK / forks));
            nanos(home).forEach((name, now) -> {
                var took = (now - nanos.getOrDefault(name, 0L)) / NANOS_PER_MILLI / forks;
                line.append(String.format(Locale.ROOT, ", %.2f of %s", took, name));
            });
            LOG.log(System.Logger.Level.INFO, line.toString());
        }
    }

    /** How many they were in the end. */
    private static int awaitForks(Crowd crowd, int more) throws Exception {
        var before = crowd.lines().size();
        Await.until("forks", () -> crowd.lines().size() >= before + more);
        return crowd.lines().size() - before;
    }

    private static long named(Path home, String name) throws IOException {
        return Footprint.processes(home).stream()
                .filter(process -> process.name().equals(name))
                .count();
    }

    /** Of those that live as long as the environment, by name. */
    private static Map<String, Long> nanos(Path home) throws IOException {
        var found = new TreeMap<String, Long>();
        for (var process : Footprint.processes(home)) {
            if (process.name().matches("forkline-(superv|attach|keeper|zygote)")) {
                var schedule = Files.readString(Path.of("/proc", Long.toString(process.pid()), "schedstat"));
                found.merge(process.name(), Long.parseLong(schedule.split(" ")[0]), Long::sum);
            }
        }
        return found;
    }

    /** Of all processors of this machine together, without those in which they had nothing to do. */
    private static long ticks() throws IOException {
        var fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+");
        var all = 0L;
        for (var field = 1; field < fields.length; field++) {
            all += field == 4 || field == 5 ? 0 : Long.parseLong(fields[field]);
        }
        return all;
    }
}
