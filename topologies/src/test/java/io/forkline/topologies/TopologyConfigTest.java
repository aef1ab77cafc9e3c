package io.forkline.topologies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.settings.ByteSize;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyConfigTest {

    private static final Path STATE = Path.of("state");

    @Test
    void withoutSettingsItCommitsOftenAndHasNoStaticId() {
        assertThat(TopologyConfig.from(Settings.of(Map.of()), "planner.", STATE))
                .isEqualTo(TopologyConfig.in(STATE))
                .isEqualTo(new TopologyConfig(
                        STATE, ByteSize.ofMiB(128), Optional.empty(), Duration.ofMillis(10), Duration.ofSeconds(5)));
    }

    @Test
    void everyKeyIsTakenBehindThePrefix() {
        Settings settings = Settings.of(Map.of(
                "x.state.dir", "kept",
                "x.state.memory", "1GiB",
                "x.instance.id", "one",
                "x.commit.interval", "1s",
                "x.transaction.timeout", "1m"));
        TopologyConfig config = TopologyConfig.from(settings, "x.", STATE);

        settings.refuseUnknown();
        assertThat(config)
                .isEqualTo(new TopologyConfig(
                        Path.of("kept"),
                        ByteSize.ofGiB(1),
                        Optional.of("one"),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "x.commit.interval, 1h, from 1ms to 10000ms",
        "x.state.memory, 15MiB, from 16MiB to 64GiB",
        "x.state.memory, 65GiB, from 16MiB to 64GiB",
        "x.state.memory, 128M, a size such as"
    })
    void badValueIsExplained(String key, String value, String accepted) {
        Settings settings = Settings.of(Map.of(key, value));

        assertThatThrownBy(() -> TopologyConfig.from(settings, "x.", STATE))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + "=" + value)
                .hasMessageContaining(accepted);
    }
}
