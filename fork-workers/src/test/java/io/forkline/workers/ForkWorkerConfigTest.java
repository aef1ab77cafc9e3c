package io.forkline.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.leases.LeaseConfig;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkWorkerConfigTest {

    @TempDir
    private Path directory;

    @Test
    void whereNothingIsSetTheDefaultsHold() {
        assertThat(ForkWorkerConfig.from(Settings.of(Map.of()), Map.of())).isEqualTo(ForkWorkerConfig.DEFAULT);
        assertThat(ForkWorkerConfig.DEFAULT)
                .isEqualTo(new ForkWorkerConfig(
                        new LeaseConfig(8, Duration.ofSeconds(5)),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        SecretSource.NONE));
    }

    @Test
    void everyKeyIsMappedAndNoneIsLeftOver() {
        Settings settings = Settings.of(Map.of(
                "worker.slots", "3",
                "worker.drain", "7s",
                "worker.retry.first", "200ms",
                "worker.retry.most", "2m",
                "worker.secrets.dir", directory.toString()));

        ForkWorkerConfig config = ForkWorkerConfig.from(settings, Map.of("FORKLINE_SECRET_A", "b", "C", "d"));

        assertThat(config)
                .isEqualTo(new ForkWorkerConfig(
                        new LeaseConfig(3, Duration.ofSeconds(7)),
                        Duration.ofMillis(200),
                        Duration.ofMinutes(2),
                        new SecretSource(Optional.of(directory), Map.of("FORKLINE_SECRET_A", "b"))));
        settings.refuseUnknown();
    }

    @Test
    void badValueIsExplainedWithKeyValueAndRange() {
        assertThatThrownBy(() -> ForkWorkerConfig.from(Settings.of(Map.of("worker.retry.first", "2")), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("worker.retry.first=2 cannot be used; accepted is a duration such as 500ms, 30s, 5m or 2h,"
                        + " from 10ms to 3600000ms");
        assertThatThrownBy(() -> ForkWorkerConfig.from(
                        Settings.of(Map.of("worker.retry.first", "5s", "worker.retry.most", "4s")), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("worker.retry.most=4s")
                .hasMessageContaining("from 5000ms");
    }
}
