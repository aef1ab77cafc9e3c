package io.forkline.schemas.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a result is due, as a person writes it: at a time, or so long after the record of the job. */
final class Deadlines {

    /** Where a job has none; that of the client library. */
    static final Duration DEFAULT = Duration.ofMinutes(10);

    static final String ACCEPTED =
            "a time such as 2026-03-01T12:00:00Z, or a positive duration from the record of the job on,"
                    + " such as 90s, 10m, 2h or PT10M";

    /** As commands and settings take it. */
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    /** Far beyond what the planner accepts, and near enough to be added to any time. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Deadlines() {}

    /** @param submittedAt time of the record in the log: the same record gives the same deadline, whenever it is read */
    static Optional<Instant> parse(String text, Instant submittedAt) {
        return JsonFields.time(text)
                .map(Instant.class::cast)
                .or(() -> duration(text)
                        .filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0)
                        .map(submittedAt::plus)
                        .map(due -> Instant.ofEpochMilli(due.toEpochMilli())));
    }

    private static Optional<Duration> duration(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (!matcher.matches()) {
            return iso(text);
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

    private static Optional<Duration> iso(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
