package io.forkline.cli.status;

import io.forkline.schemas.health.Condition;
import io.forkline.schemas.health.PartHealth;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import io.forkline.telemetry.metrics.Sampled;
import java.util.List;
import java.util.function.Supplier;

/** Shows as a metric how the parts of a process are, beside the health that says it in words. */
final class PartMeters {

    private PartMeters() {}

    /** @param parts the same at any time */
    static void show(Meters meters, Supplier<List<PartHealth>> parts) {
        Sampled<List<PartHealth>> sampled = new Sampled<>(parts);
        for (PartHealth part : parts.get()) {
            for (String condition : List.of("working", "waiting", "stuck")) {
                meters.gauge(
                        Metric.PART_CONDITION,
                        () -> isIn(sampled.get(), part.part(), condition) ? 1 : 0,
                        part.part(),
                        condition);
            }
        }
    }

    private static boolean isIn(List<PartHealth> parts, String name, String condition) {
        return parts.stream()
                .filter(part -> part.part().equals(name))
                .anyMatch(part -> text(part.condition()).equals(condition));
    }

    private static String text(Condition condition) {
        return switch (condition) {
            case Condition.Working working -> "working";
            case Condition.Waiting waiting -> "waiting";
            case Condition.Stuck stuck -> "stuck";
        };
    }
}
