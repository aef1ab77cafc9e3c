package io.forkline.cli.chaos.plan;

import io.forkline.schemas.record.LeadMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws the jobs: several tenants and priorities, and each thing that producers do wrong now and then. */
final class Jobs {

    /** Enough for a service to be killed, to come back and to be killed again. */
    private static final Duration USUAL_DEADLINE = Duration.ofSeconds(90);

    private static final Duration NONE = Duration.ZERO;
    private static final List<String> TENANTS = List.of("red", "green", "blue", "default");
    private static final List<Integer> PRIORITIES = List.of(-10, 0, 0, 0, 0, 10);
    private static final List<LeadMode> LEADS = List.of(LeadMode.AUTO, LeadMode.AUTO, LeadMode.OFFLINE, LeadMode.NONE);

    private Jobs() {}

    /** As many, spread over the span. The environments come into use one after another, so that snapshots are built all along. */
    static List<PlannedJob> draw(int count, Duration span, List<String> environments, Dice dice, Dice formats) {
        List<PlannedJob> jobs = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Duration at = span.multipliedBy(number).dividedBy(count);
            int inUse = 1 + number * environments.size() / count;
            jobs.add(job(number, at, environments.subList(0, inUse), dice, formats.percent(25)));
        }
        return jobs;
    }

    private static PlannedJob job(int number, Duration at, List<String> environments, Dice dice, boolean json) {
        String environment = dice.oneOf(environments);
        List<String> all = ChaosEnvironments.perspectives(environment);
        return new PlannedJob(
                at,
                "job-" + number,
                environment,
                dice.percent(30) ? List.of(dice.oneOf(all)) : List.of(),
                dice.percent(30),
                dice.between(0, dice.percent(10) ? 4_000 : 300),
                dice.percent(15),
                dice.oneOf(TENANTS),
                dice.oneOf(PRIORITIES),
                dice.percent(12) ? dice.between(Duration.ofSeconds(1), Duration.ofSeconds(8)) : USUAL_DEADLINE,
                dice.oneOf(LEADS),
                dice.percent(5),
                json,
                dice.sometimes(15, NONE, Duration.ofSeconds(10)),
                dice.sometimes(4, Duration.ofMillis(1), Duration.ofSeconds(5)),
                dice.percent(6),
                dice.sometimes(8, Duration.ofSeconds(-1), Duration.ofSeconds(4)));
    }
}
