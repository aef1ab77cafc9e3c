package io.forkline.cli.bench.sandbox;

import io.forkline.cli.bench.Percentiles;
import io.forkline.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Forks that are asked for at once, each for the script.
 *
 * @param forks how many
 * @param parked whether all of them were there already
 * @param firstInstructionMs until the last of them was at its first instruction, the median of some times
 * @param goneMs until all had run and no process was left, the median likewise
 */
record Burst(int forks, boolean parked, double firstInstructionMs, double goneMs) {

    private static final double NANOS_PER_MS = 1_000_000.0;

    private record Ended(boolean parked, long firstInstruction, long gone) {}

    /** So many, so many times; parked first where that is wanted. */
    static Burst measure(Forks forks, int count, boolean parked, int times)
            throws SandboxException, InterruptedException {
        List<Double> first = new ArrayList<>();
        List<Double> gone = new ArrayList<>();
        boolean allParked = true;
        for (int time = 0; time < times; time++) {
            if (parked) {
                forks.park(count);
            }
            Together<Ended> ended = Together.call(count, () -> once(forks));
            first.add(last(
                    ended, ended.results().stream().map(Ended::firstInstruction).toList()));
            gone.add(last(ended, ended.results().stream().map(Ended::gone).toList()));
            allParked &= ended.results().stream().allMatch(Ended::parked);
        }
        return new Burst(
                count,
                allParked,
                Percentiles.of(first).p50(),
                Percentiles.of(gone).p50());
    }

    private static Ended once(Forks forks) throws SandboxException, InterruptedException {
        ForkRun run = ForkRun.of(forks);
        var unused = run.awaitGone();
        return new Ended(run.parked(), run.firstInstruction(), System.nanoTime());
    }

    private static double last(Together<Ended> ended, List<Long> moments) {
        return moments.stream()
                        .mapToLong(moment -> moment - ended.began())
                        .max()
                        .orElse(0)
                / NANOS_PER_MS;
    }
}
