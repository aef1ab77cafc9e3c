package io.forkline.producer;

import java.time.Duration;
import java.time.Instant;

/** When a result is due: so long after the job is submitted, or at a time. */
sealed interface Deadline {

    /** Ten minutes after the job is submitted. */
    Deadline DEFAULT = new After(Duration.ofMinutes(10));

    /** The time, for a job submitted {@code now}. */
    Instant from(Instant now);

    record After(Duration duration) implements Deadline {
        public After {
            if (!duration.isPositive()) {
                throw new IllegalArgumentException("the deadline is a positive time after now, this is " + duration);
            }
        }

        @Override
        public Instant from(Instant now) {
            return now.plus(duration);
        }
    }

    record At(Instant time) implements Deadline {
        @Override
        public Instant from(Instant now) {
            return time;
        }
    }
}
