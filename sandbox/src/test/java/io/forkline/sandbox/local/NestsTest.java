package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "7, 1", "8, 2", "12, 3", "16, 4", "128, 4"})
    void oneForEachFourProcessorsAndNoMoreThanFour(int processors, int nests) {
        assertThat(Nests.forProcessors(processors)).isEqualTo(new Nests(nests));
    }

    @Test
    void variableSetsTheirNumberWhateverThisHostHas() {
        assertThat(Nests.fromEnvironment(Map.of("FORKLINE_NESTS", " 3 "))).isEqualTo(new Nests(3));
        assertThat(Nests.fromEnvironment(Map.of("FORKLINE_NESTS", " "))).isEqualTo(Nests.forThisHost());
        assertThat(Nests.fromEnvironment(Map.of())).isEqualTo(Nests.forThisHost());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "17", "-1", "two", "1.5", "99999999999"})
    void otherValueIsNamedWithThoseThereAre(String value) {
        assertThatThrownBy(() -> Nests.fromEnvironment(Map.of("FORKLINE_NESTS", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("FORKLINE_NESTS=" + value + " is not a number from 1 to 16 of nests for one environment");
    }
}
