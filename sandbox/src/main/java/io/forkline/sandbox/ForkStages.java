package io.forkline.sandbox;

import java.time.Duration;

/**
 * Where the time of a fork went, from the call to a sandbox that takes commands.
 *
 * @param parked whether it was there already and only had to be taken
 * @param queued on the way to whoever makes forks and back
 * @param claimed until there was a fork to take: next to nothing when one was parked
 * @param mounted attaching the target
 */
public record ForkStages(boolean parked, Duration queued, Duration claimed, Duration mounted) {

    /** Of a provider that does not tell the stages apart. */
    public static ForkStages whole(Duration fork) {
        return new ForkStages(false, Duration.ZERO, fork, Duration.ZERO);
    }

    /** All of it. */
    public Duration total() {
        return queued.plus(claimed).plus(mounted);
    }
}
