package io.forkline.cli.deadletters;

import io.forkline.cli.job.DurationConverter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

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
        try {
            Instant time = text.contains(":")
                    ? OffsetDateTime.parse(text).toInstant()
                    : now.minus(new DurationConverter().convert(text));
            return Optional.of(new AtTime(time));
        } catch (DateTimeException | TypeConversionException | ArithmeticException e) {
            return Optional.empty();
        }
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
