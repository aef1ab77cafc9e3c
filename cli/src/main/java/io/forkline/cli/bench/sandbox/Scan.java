package io.forkline.cli.bench.sandbox;

import io.forkline.cli.CommandException;
import io.forkline.cli.bench.Percentiles;
import io.forkline.cli.terminal.Progress;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.environment.Perspective;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real scan in a warm clone, and the same by interpreters that have to import their tools first. */
sealed interface Scan {

    /** Not counted. */
    int WARM_UP_ROUNDS = 1;

    double NANOS_PER_MS = 1_000_000.0;

    /**
     * From the call to the result, in milliseconds.
     *
     * @param what it was, for people
     * @param rounds of each
     * @param warm in a clone, parked where one was
     * @param cold in a cold fork
     * @param bandit by {@code python3 -m bandit}, without a sandbox
     */
    record Measured(String what, int rounds, Percentiles warm, Percentiles cold, Percentiles bandit) implements Scan {

        /** How many times as long the others take. */
        double timesAsLong(Percentiles other) {
            return warm.p50() > 0 ? other.p50() / warm.p50() : 0;
        }
    }

    /** There was none, and why. */
    record Skipped(String why) implements Scan {}

    /** What is scanned with. */
    record Ways(Perspective perspective, Forks clones, Forks cold, ColdBandit bandit) {

        private Command command() {
            return Command.of(
                    perspective.run(),
                    Map.of("PERSPECTIVE", perspective.name(), "TARGET", Sandbox.TARGET),
                    perspective.timeout());
        }
    }

    /** In turn, so that what else the machine does meets all of them. */
    static Measured measure(String what, Ways ways, int rounds, Progress progress)
            throws SandboxException, IOException, InterruptedException {
        Command command = ways.command();
        List<Double> warm = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        List<Double> bandit = new ArrayList<>();
        for (int round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
            progress.now(what + ", round " + Math.max(0, round) + " of " + rounds);
            double inClone = inFork(ways.clones(), command);
            double inColdFork = inFork(ways.cold(), command);
            double byBandit = by(ways.bandit());
            if (round > 0) {
                warm.add(inClone);
                cold.add(inColdFork);
                bandit.add(byBandit);
            }
        }
        return new Measured(what, rounds, Percentiles.of(warm), Percentiles.of(cold), Percentiles.of(bandit));
    }

    private static double inFork(Forks forks, Command command) throws SandboxException, InterruptedException {
        long called = System.nanoTime();
        try (Sandbox fork = forks.fork()) {
            CommandResult result = fork.run(command);
            double took = (System.nanoTime() - called) / NANOS_PER_MS;
            if (result instanceof CommandResult.Exited exited && exited.exitCode() == 0) {
                return took;
            }
            throw CommandException.failed(
                    "a scan did not end well: " + result.output().stderr().strip(), null);
        }
    }

    private static double by(ColdBandit bandit) throws IOException, InterruptedException {
        long called = System.nanoTime();
        bandit.scan();
        return (System.nanoTime() - called) / NANOS_PER_MS;
    }
}
