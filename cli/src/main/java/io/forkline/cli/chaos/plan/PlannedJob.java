package io.forkline.cli.chaos.plan;

import io.forkline.schemas.record.LeadMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A job that is going to be published.
 *
 * @param at when, from the begin of the run
 * @param perspectives those it asks for; empty for all
 * @param directory whether its target is the directory of all, not pinned, and not files of its own
 * @param waitMs how long its slow perspectives take
 * @param breaks whether its frail perspective fails
 * @param baseline whether its perspectives run one after another as well
 * @param json whether it is published as JSON, as by a system without an Avro client
 * @param twice how much later it is published again, as Avro
 * @param reusedAt how much later its id comes again for something else
 * @param stray whether its record goes to another partition than that of its key, as with a client that partitions differently
 * @param cancel how much later, or earlier, it is cancelled
 */
public record PlannedJob(
        Duration at,
        String id,
        String environment,
        List<String> perspectives,
        boolean directory,
        int waitMs,
        boolean breaks,
        String tenant,
        int priority,
        Duration deadline,
        LeadMode lead,
        boolean baseline,
        boolean json,
        Optional<Duration> twice,
        Optional<Duration> reusedAt,
        boolean stray,
        Optional<Duration> cancel) {

    public PlannedJob {
        perspectives = List.copyOf(perspectives);
    }
}
