package io.forkline.cli.bench.sandbox;

import io.forkline.cli.bench.Percentiles;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.local.MemoryUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What memory one fork takes while there are many.
 *
 * @param forks how many there are
 * @param parked their processes while they wait
 * @param working the same when each has imported and done a little
 * @param availableEach bytes by which one more that is parked lessens what the host has available, the kernel's own share included; by
 *     /proc/meminfo, so what other programs do is in it too
 */
record MemoryCost(int forks, PerFork parked, PerFork working, long availableEach) {

    static final int FORKS = 100;

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";

    /**
     * The processes of one fork, in bytes, each page shared out among those that share it.
     *
     * @param interpreter the clone of the warm one
     * @param cell the process above it
     */
    record PerFork(long interpreter, long cell) {

        static PerFork of(MemoryUse use) {
            return new PerFork(use.forks().each(), use.cells().each());
        }

        long bytes() {
            return interpreter + cell;
        }
    }

    /** Providers whose environment's process is warm and that park nothing of their own accord. */
    interface Fresh {
        Forks open() throws SandboxException, InterruptedException;
    }

    static MemoryCost measure(Fresh fresh, int times) throws SandboxException, IOException, InterruptedException {
        List<Parked> parked = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            parked.add(parked(fresh));
        }
        long each = (long) Percentiles.of(
                        parked.stream().map(one -> (double) one.availableEach()).toList())
                .p50();
        return new MemoryCost(FORKS, parked.getFirst().use(), working(fresh), each);
    }

    private record Parked(PerFork use, long availableEach) {}

    private static Parked parked(Fresh fresh) throws SandboxException, IOException, InterruptedException {
        Forks forks = fresh.open();
        try (var provider = forks.provider()) {
            long before = available();
            forks.park(FORKS);
            long after = available();
            return new Parked(PerFork.of(provider.memory()), (before - after) / FORKS);
        }
    }

    private static PerFork working(Fresh fresh) throws SandboxException, InterruptedException {
        Forks forks = fresh.open();
        try (var provider = forks.provider()) {
            AtWork atWork = AtWork.start(forks, FORKS);
            try {
                return PerFork.of(provider.memory());
            } finally {
                atWork.close();
            }
        }
    }

    private static long available() throws IOException {
        return Files.readAllLines(MEMINFO).stream()
                .filter(line -> line.startsWith(AVAILABLE))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IOException(MEMINFO + " does not say what is available"));
    }
}
