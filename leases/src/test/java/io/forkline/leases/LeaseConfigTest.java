package io.forkline.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseConfigTest {

    private static final LeaseConfig DEFAULT = new LeaseConfig(4, Duration.ofSeconds(30));

    @Test
    void nothingSetGivesTheDefaultOfTheWorker() {
        assertThat(LeaseConfig.from(Settings.of(Map.of()), "fork-worker", DEFAULT))
                .isEqualTo(DEFAULT);
    }

    @Test
    void everyKeyIsMapped() {
        var settings = Settings.of(Map.of("fork-worker.slots", "7", "fork-worker.drain", "90s"));

        assertThat(LeaseConfig.from(settings, "fork-worker", DEFAULT))
                .isEqualTo(new LeaseConfig(7, Duration.ofSeconds(90)));
        settings.refuseUnknown();
    }

    @Test
    void badValuesNameKeyValueAndRange() {
        assertThatThrownBy(() -> LeaseConfig.from(Settings.of(Map.of("w.slots", "0")), "w", DEFAULT))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("w.slots=0")
                .hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> LeaseConfig.from(Settings.of(Map.of("w.drain", "2h")), "w", DEFAULT))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("w.drain=2h");
        assertThatThrownBy(() -> new LeaseConfig(201, Duration.ZERO)).hasMessageContaining("not 201");
    }
}
