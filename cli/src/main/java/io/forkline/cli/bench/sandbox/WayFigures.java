package io.forkline.cli.bench.sandbox;

import io.forkline.cli.bench.Percentiles;
import java.util.ArrayList;
import java.util.List;

/** The rounds of one kind. For one thread. */
final class WayFigures {

    private static final double NANOS_PER_MS = 1_000_000.0;

    private final List<Round> rounds = new ArrayList<>();

    void add(Round round) {
        rounds.add(round);
    }

    int rounds() {
        return rounds.size();
    }

    /** Rounds whose fork was there already. */
    int parkedRounds() {
        return (int) rounds.stream().filter(Round::parked).count();
    }

    /** Whether its rounds have this stage. */
    boolean has(Stage stage) {
        return rounds.stream().anyMatch(round -> round.nanos().containsKey(stage));
    }

    /** In milliseconds. */
    Percentiles of(Stage stage) {
        return Percentiles.of(millis(stage));
    }

    /** In milliseconds; 0 without rounds. Those of the stages of a kind add up to its whole. */
    double mean(Stage stage) {
        return millis(stage).stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private List<Double> millis(Stage stage) {
        return rounds.stream()
                .filter(round -> round.nanos().containsKey(stage))
                .map(round -> round.nanos().get(stage) / NANOS_PER_MS)
                .toList();
    }
}
