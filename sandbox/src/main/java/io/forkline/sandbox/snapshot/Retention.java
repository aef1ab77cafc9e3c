package io.forkline.sandbox.snapshot;

import java.time.Duration;
import java.util.Optional;

/**
 * Which snapshots stay. The others go, those first that were used longest ago; none that is in use.
 *
 * @param keep how many stay in any case, those that were used last; from 0
 * @param unusedFor those stay that were used within this time; zero for none
 * @param downTo bytes of all layers at which enough have gone; empty when all others go
 */
public record Retention(int keep, Duration unusedFor, Optional<Long> downTo) {

    /** From its build or its fetch to its first fork nothing holds a snapshot; so long it is left alone. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    public Retention {
        if (keep < 0 || unusedFor.isNegative() || downTo.orElse(0L) < 0) {
            throw new IllegalArgumentException("what is kept is from 0: " + keep + ", " + unusedFor + ", " + downTo);
        }
    }

    /** As much as fits goes on to stay. What has just been made or used stays too. */
    static Retention within(long bytes) {
        return new Retention(0, GRACE, Optional.of(bytes));
    }
}
