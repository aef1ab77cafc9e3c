package io.forkline.cli.chaos;

import io.forkline.cli.chaos.plan.ChaosPlan;
import java.time.Duration;
import java.util.List;

/**
 * What a chaos run did, and what came of it.
 *
 * @param faults those that were made
 * @param statuses how many results there are of each status, for people
 * @param took from the first job to the last result
 */
record ChaosOutcome(
        ChaosPlan plan,
        List<FaultMaker.Done> faults,
        List<Judged> judged,
        String statuses,
        Lateness lateness,
        Duration took) {

    ChaosOutcome {
        faults = List.copyOf(faults);
        judged = List.copyOf(judged);
    }

    boolean isKept() {
        return judged.stream().allMatch(Judged::isKept);
    }

    /** What does it again. */
    String command() {
        return "./forkline chaos --jobs " + plan.jobs().size() + " --kills " + plan.kills() + " --seed " + plan.seed();
    }
}
