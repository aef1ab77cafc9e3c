package io.forkline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotBudgetTest {

    @Test
    void withoutTheVariableItIs20GiB() {
        assertThat(SnapshotBudget.fromEnvironment(Map.of()).bytes()).isEqualTo(20L << 30);
        assertThat(SnapshotBudget.fromEnvironment(Map.of("FORKLINE_SNAPSHOT_BUDGET", " ")))
                .isEqualTo(SnapshotBudget.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"64MiB, 67108864", "100 GiB, 107374182400", "64TiB, 70368744177664", "67108864MiB, 70368744177664"})
    void theVariableHasANumberAndAUnit(String value, long bytes) {
        assertThat(SnapshotBudget.fromEnvironment(Map.of("FORKLINE_SNAPSHOT_BUDGET", value))
                        .bytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"63MiB", "65TiB", "999999999TiB", "20", "20GB", "-1GiB", "1.5GiB", "GiB", "1000000000MiB"})
    void aBadValueIsNamedWithItsVariableAndWhatItMayBe(String value) {
        assertThatThrownBy(() -> SnapshotBudget.fromEnvironment(Map.of("FORKLINE_SNAPSHOT_BUDGET", value)))
                .hasMessageContaining("FORKLINE_SNAPSHOT_BUDGET=" + value)
                .hasMessageContaining("from 64MiB to 64TiB");
    }

    @Test
    void theHomeHasIt() {
        var home = ForklineHome.fromEnvironment(Map.of("HOME", "/h", "FORKLINE_SNAPSHOT_BUDGET", "1GiB"));

        assertThat(home.budget().bytes()).isEqualTo(1L << 30);
    }
}
