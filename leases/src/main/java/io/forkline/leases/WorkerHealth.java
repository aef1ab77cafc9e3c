package io.forkline.leases;

import io.forkline.schemas.health.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tells how a worker is by what its slots do: each passes through its loop several times a second, or for each renewal of the lock of the
 * task in its hand.
 *
 * @param longestSilence a slot that has not gone on for so long hangs; longer than a lock, as an unanswered renewal takes that long
 */
record WorkerHealth(Duration longestSilence) {

    /** The longest lock that brokers give by default is a minute. */
    static final WorkerHealth DEFAULT = new WorkerHealth(Duration.ofMinutes(2));

    /**
     * A worker that runs.
     *
     * @param refused what brokers do not allow it now
     */
    Condition condition(List<SlotPulse> slots, Optional<String> refused) {
        long hanging = slots.stream()
                .filter(slot -> slot.silence().compareTo(longestSilence) > 0)
                .count();
        if (hanging > 0) {
            return new Condition.Stuck(hanging + " of " + slots.size() + " slots have not gone on for more than "
                    + longestSilence.toSeconds() + " s");
        }
        if (refused.isPresent()) {
            return new Condition.Waiting(refused.get());
        }
        return slots.stream().anyMatch(SlotPulse::isHeard)
                ? new Condition.Working()
                : new Condition.Waiting("the brokers: no slot is a member of its share group");
    }
}
