package io.forkline.cli.chaos;

import io.forkline.guarantees.TopicsSeen;
import io.forkline.schemas.record.RunPlanned;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How long after its deadline a result came. A figure and no guarantee: nobody answers while all who could are dead.
 *
 * @param late results after their deadline
 * @param worst the latest; zero when none was late
 */
record Lateness(int late, Duration worst) {

    static Lateness of(TopicsSeen seen) {
        Map<String, Instant> deadlines = new HashMap<>();
        seen.plans().forEach(plan -> {
            if (plan.value().getEvent() instanceof RunPlanned planned) {
                deadlines.put(planned.getRunId(), planned.getDeadline());
            }
        });
        List<Duration> late = seen.results().stream()
                .map(result -> {
                    Instant deadline = deadlines.get(result.value().getRunId());
                    return deadline == null
                            ? null
                            : Duration.between(deadline, result.value().getFinishedAt());
                })
                .filter(Objects::nonNull)
                .filter(Duration::isPositive)
                .toList();
        return new Lateness(late.size(), late.stream().max(Duration::compareTo).orElse(Duration.ZERO));
    }
}
