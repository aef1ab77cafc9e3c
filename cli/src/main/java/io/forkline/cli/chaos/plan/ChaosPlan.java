package io.forkline.cli.chaos.plan;

import java.time.Duration;
import java.util.List;

/**
 * All that a chaos run is going to do: the same for the same numbers. What comes of it is another matter, as processes do not keep time.
 *
 * @param seed what it was drawn from
 * @param span in which jobs are published and faults happen
 */
public record ChaosPlan(
        long seed,
        Duration span,
        List<String> environments,
        List<PlannedJob> jobs,
        List<Fault> faults,
        List<PlannedPoison> poison) {

    private static final Duration FOR_A_JOB = Duration.ofMillis(250);
    /** A service takes some five seconds to come back; more often killed it would never work, and nothing would be proved. */
    private static final Duration FOR_A_KILL = Duration.ofSeconds(8);

    private static final Duration SHORTEST = Duration.ofSeconds(5);

    public ChaosPlan {
        environments = List.copyOf(environments);
        jobs = List.copyOf(jobs);
        faults = List.copyOf(faults);
        poison = List.copyOf(poison);
    }

    /** Draws one. */
    public static ChaosPlan draw(int jobs, int kills, long seed) {
        Duration span = longest(longest(FOR_A_JOB.multipliedBy(jobs), FOR_A_KILL.multipliedBy(kills)), SHORTEST);
        List<String> environments = ChaosEnvironments.names(jobs);
        return new ChaosPlan(
                seed,
                span,
                environments,
                Jobs.draw(jobs, span, environments, Dice.of(seed, "jobs"), Dice.of(seed, "formats")),
                Faults.draw(kills, span, Dice.of(seed, "faults")),
                Poison.draw(jobs, span, Dice.of(seed, "poison")));
    }

    /** Kills and pauses; outages of the registry come on top. */
    public long kills() {
        return faults.stream()
                .filter(fault -> !(fault instanceof Fault.RegistryAway))
                .count();
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
