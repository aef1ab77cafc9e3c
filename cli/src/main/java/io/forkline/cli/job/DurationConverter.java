package io.forkline.cli.job;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write it: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 2h}, {@code 6d}. */
public class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private final String least;
    private final String most;

    /** Any time. */
    public DurationConverter() {
        this("0ms", "999999999d");
    }

    /** A time between these, both included. */
    protected DurationConverter(String least, String most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public final Duration convert(String value) {
        Duration time = parse(value)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' is not a time; give a number and ms, s, m, h or d, for example 90s or 10m"));
        if (time.compareTo(parse(least).orElseThrow()) < 0) {
            throw new TypeConversionException("'" + value + "' is too short; give " + least + " to " + most);
        }
        if (time.compareTo(parse(most).orElseThrow()) > 0) {
            throw new TypeConversionException("'" + value + "' is too long; give " + least + " to " + most);
        }
        return time;
    }

    private static Optional<Duration> parse(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }
}
