package io.forkline.topologies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopologyConfigTest {

    private static final Path STATE = Path.of("state");

    @Test
    void withoutSettingsItCommitsOftenAndHasNoStaticId() {
        assertThat(TopologyConfig.from(Settings.of(Map.of()), "planner.", STATE))
                .isEqualTo(TopologyConfig.in(STATE))
                .isEqualTo(new TopologyConfig(STATE, Optional.empty(), Duration.ofMillis(10), Duration.ofSeconds(5)));
    }

    @Test
    void everyKeyIsTakenBehindThePrefix() {
        Settings settings = Settings.of(Map.of(
                "x.state.dir", "kept",
                "x.instance.id", "one",
                "x.commit.interval", "1s",
                "x.transaction.timeout", "1m"));
        TopologyConfig config = TopologyConfig.from(settings, "x.", STATE);

        settings.refuseUnknown();
        assertThat(config)
                .isEqualTo(new TopologyConfig(
                        Path.of("kept"), Optional.of("one"), Duration.ofSeconds(1), Duration.ofMinutes(1)));
    }

    @Test
    void badValueIsExplained() {
        Settings settings = Settings.of(Map.of("x.commit.interval", "1h"));

        assertThatThrownBy(() -> TopologyConfig.from(settings, "x.", STATE))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("x.commit.interval=1h")
                .hasMessageContaining("from 1ms to 10000ms");
    }
}
