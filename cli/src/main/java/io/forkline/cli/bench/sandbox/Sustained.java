package io.forkline.cli.bench.sandbox;

import io.forkline.sandbox.SandboxException;
import java.time.Duration;
import java.util.List;

/**
 * Forks through fork, run and close for a while, in a closed loop.
 *
 * @param threads each of which does one after another
 * @param forks all together
 * @param parked of these, those that were there already
 * @param seconds until the last of them had closed its last
 */
record Sustained(int threads, int forks, int parked, double seconds) {

    private static final double NANOS_PER_SECOND = 1e9;

    private record Count(int forks, int parked) {}

    static Sustained measure(Forks forks, int threads, Duration time) throws SandboxException, InterruptedException {
        Together<Count> counted = Together.call(threads, () -> loop(forks, time));
        double seconds = (System.nanoTime() - counted.began()) / NANOS_PER_SECOND;
        List<Count> counts = counted.results();
        return new Sustained(
                threads,
                counts.stream().mapToInt(Count::forks).sum(),
                counts.stream().mapToInt(Count::parked).sum(),
                seconds);
    }

    private static Count loop(Forks forks, Duration time) throws SandboxException, InterruptedException {
        long began = System.nanoTime();
        int all = 0;
        int parked = 0;
        while (System.nanoTime() - began < time.toNanos()) {
            ForkRun run = ForkRun.of(forks);
            all++;
            parked += run.parked() ? 1 : 0;
        }
        return new Count(all, parked);
    }

    double perSecond() {
        return forks / seconds;
    }

    double parkedPercent() {
        return forks == 0 ? 0 : 100.0 * parked / forks;
    }
}
