package io.forkline.aggregator.lead;

import com.openai.core.http.Headers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;

/** How long a server asks us to wait: {@code retry-after-ms}, or {@code Retry-After} in seconds or as a date (RFC 9110). */
final class RetryAfter {

    private static final Duration MOST = Duration.ofDays(1);

    private RetryAfter() {}

    static Optional<Duration> of(Headers headers, Clock clock) {
        return first(headers, "retry-after-ms")
                .flatMap(text -> number(text, 1))
                .or(() -> first(headers, "retry-after").flatMap(text -> number(text, 1_000)))
                .or(() -> first(headers, "retry-after").flatMap(text -> date(text, clock)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .map(wait -> wait.compareTo(MOST) > 0 ? MOST : wait);
    }

    private static Optional<String> first(Headers headers, String name) {
        return headers.values(name).stream().map(String::strip).findFirst();
    }

    private static Optional<Duration> number(String text, double millis) {
        return Stream.of(text)
                .filter(digits -> digits.matches("[0-9]{1,9}(\\.[0-9]{1,9})?"))
                .map(digits -> Duration.ofMillis((long) Math.ceil(Double.parseDouble(digits) * millis)))
                .findFirst();
    }

    private static Optional<Duration> date(String text, Clock clock) {
        try {
            return Optional.of(Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
