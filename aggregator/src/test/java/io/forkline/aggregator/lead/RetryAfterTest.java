package io.forkline.aggregator.lead;

import static io.forkline.aggregator.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.Headers;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryAfterTest {

    private static final Clock CLOCK = Clock.fixed(START, ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource({
        "Retry-After, 3, PT3S",
        "retry-after, 0.25, PT0.25S",
        "Retry-After-Ms, 1500, PT1.5S",
        "Retry-After, 'Sun, 1 Nov 2026 10:00:09 GMT', PT9S",
        "Retry-After, 'Sun, 1 Nov 2026 09:00:00 GMT', PT0S",
        "Retry-After, 999999999, PT24H"
    })
    void waitIsReadInEveryFormThatServersUse(String name, String value, Duration wait) {
        Headers headers = Headers.builder().put(name, value).build();

        assertThat(RetryAfter.of(headers, CLOCK)).contains(wait);
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "''"})
    void waitThatCannotBeReadIsNone(String value) {
        Headers headers = Headers.builder().put("Retry-After", value).build();

        assertThat(RetryAfter.of(headers, CLOCK)).isEmpty();
    }

    @Test
    void millisecondsGoBeforeSeconds() {
        Headers headers = Headers.builder()
                .put("Retry-After", "2")
                .put("retry-after-ms", "1200")
                .build();

        assertThat(RetryAfter.of(headers, CLOCK)).contains(Duration.ofMillis(1_200));
    }
}
