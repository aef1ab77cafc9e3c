package io.forkline.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    @Test
    void percentileIsTheTimeThatSoManyDidNotExceed() {
        List<Duration> longestFirst = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> Duration.ofMillis(101 - i))
                .toList();

        var measurement = new Measurement("counting", longestFirst);

        assertThat(measurement.percentile(1)).isEqualTo(Duration.ofMillis(1));
        assertThat(measurement.percentile(50)).isEqualTo(Duration.ofMillis(50));
        assertThat(measurement.percentile(100)).isEqualTo(Duration.ofMillis(100));
        assertThat(new Measurement("once", List.of(Duration.ofMillis(7))).percentile(50))
                .isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void nothingMeasuredHasNoPercentiles() {
        assertThatThrownBy(() -> new Measurement("idling", List.of())).hasMessageContaining("idling");
    }
}
