package io.forkline.cli.job;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** A time that ends or begins a range. */
public final class Moment {

    private Moment() {}

    /** As people write it: in ISO 8601 with its zone, or how long ago, for example 2h. Empty where it is neither. */
    public static Optional<Instant> parse(String text, Instant now) {
        try {
            return Optional.of(
                    text.contains(":")
                            ? OffsetDateTime.parse(text).toInstant()
                            : now.minus(new DurationConverter().convert(text)));
        } catch (DateTimeException | TypeConversionException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
