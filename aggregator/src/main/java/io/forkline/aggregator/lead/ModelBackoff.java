package io.forkline.aggregator.lead;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long a model that is busy is left alone: longer from attempt to attempt, never shorter than it asked for. */
record ModelBackoff(RandomGenerator random) {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(1);

    /**
     * What was asked for and a little more, else between half and all of the attempt's length.
     *
     * @param attempt from 1
     */
    Duration pause(int attempt, Optional<Duration> asked) {
        long whole = Math.min(FIRST.toMillis() << Math.min(attempt - 1, 16), MOST.toMillis());
        if (asked.isPresent()) {
            // The server knows better when; only the crowd that it told the same is to be spread.
            return asked.get().plus(spread());
        }
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    /** A moment, another one for each who asks. */
    Duration spread() {
        return Duration.ofMillis(random.nextLong(FIRST.toMillis() / 4));
    }
}
