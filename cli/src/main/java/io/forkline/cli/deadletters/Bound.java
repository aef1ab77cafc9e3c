package io.forkline.cli.deadletters;

import io.forkline.cli.job.Moment;
import java.time.Instant;
import java.util.Optional;

/** Where a range of dead letters begins or ends; what lies on it belongs to the range. */
sealed interface Bound {

    /** Whether the letter lies on the bound or after it. */
    boolean isAtOrBefore(Letter letter);

    /** Whether the letter lies on the bound or before it. */
    boolean isAtOrAfter(Letter letter);

    /**
     * The bound that is written so: an id, a time in ISO 8601 with its zone, or how long ago, for example 2h. Empty where this is
     * none of them.
     */
    static Optional<Bound> parse(String text, Instant now) {
        Optional<LetterId> id = LetterId.parse(text);
        if (id.isPresent()) {
            return id.map(AtLetter::new);
        }
        return Moment.parse(text, now).map(AtTime::new);
    }

    /** At this letter. */
    record AtLetter(LetterId id) implements Bound {
        @Override
        public boolean isAtOrBefore(Letter letter) {
            return id.compareTo(letter.id()) <= 0;
        }

        @Override
        public boolean isAtOrAfter(Letter letter) {
            return id.compareTo(letter.id()) >= 0;
        }
    }

    /** At this time, by the clock of the broker that took the letters. */
    record AtTime(Instant time) implements Bound {
        @Override
        public boolean isAtOrBefore(Letter letter) {
            return !letter.buriedAt().isBefore(time);
        }

        @Override
        public boolean isAtOrAfter(Letter letter) {
            return !letter.buriedAt().isAfter(time);
        }
    }
}
