package io.forkline.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterTest {

    @Test
    void timesHaveAUnit() {
        assertThat(new DurationConverter().convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(new DurationConverter().convert("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(new DurationConverter().convert("2h")).isEqualTo(Duration.ofHours(2));
        assertThat(new DurationConverter().convert("30d")).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void aTimeOutOfItsRangeIsAnsweredWithTheRange() {
        DurationConverter oneToTen = new DurationConverter("1s", "10m") {};

        assertThat(oneToTen.convert("1000ms")).isEqualTo(Duration.ofSeconds(1));
        assertThat(oneToTen.convert("600s")).isEqualTo(Duration.ofMinutes(10));
        assertThatThrownBy(() -> oneToTen.convert("0s")).hasMessage("'0s' is too short; give 1s to 10m");
        assertThatThrownBy(() -> oneToTen.convert("1d")).hasMessage("'1d' is too long; give 1s to 10m");
    }

    @Test
    void sizesHaveAUnit() {
        assertThat(new SizeConverter().convert("1KiB")).isEqualTo(1024L);
        assertThat(new SizeConverter().convert("256MiB")).isEqualTo(256L * 1024 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "-1s", "1.5h", "10 m", "PT10M", ""})
    void whatIsNoTimeIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).hasMessageContaining("for example 90s or 10m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "0MiB", "1MB", "1 MiB", "lots"})
    void whatIsNoSizeIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> new SizeConverter().convert(text)).hasMessageContaining("for example 512MiB");
    }
}
