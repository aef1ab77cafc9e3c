package io.forkline.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.leases.LeaseConfig;
import io.forkline.schemas.settings.ByteSize;
import io.forkline.schemas.settings.PerTenant;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.snapshots.admission.AdmissionConfig;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import io.forkline.topologies.TopologyConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotServiceConfigTest {

    private static final Path STATE = Path.of("state");

    @Test
    void withoutSettingsTheDefaultsHold() {
        Settings settings = Settings.of(Map.of());

        assertThat(SnapshotServiceConfig.from(settings, STATE))
                .isEqualTo(SnapshotServiceConfig.in(STATE))
                .isEqualTo(new SnapshotServiceConfig(
                        new AdmissionConfig(Duration.ofSeconds(30), Duration.ofDays(6)),
                        new SchedulingConfig(
                                200,
                                PerTenant.NONE,
                                3,
                                Duration.ofSeconds(1),
                                5,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                50),
                        new TopologyConfig(
                                STATE,
                                ByteSize.ofMiB(128),
                                Optional.empty(),
                                Duration.ofMillis(10),
                                Duration.ofSeconds(5)),
                        new LeaseConfig(1, Duration.ofSeconds(5))));
    }

    @Test
    void everyKeyIsTaken() {
        Settings settings = Settings.of(Map.ofEntries(
                Map.entry("planner.lead.reserve", "7s"),
                Map.entry("planner.deadline.longest", "2h"),
                Map.entry("planner.window", "11"),
                Map.entry("planner.tenant.window", "5"),
                Map.entry("planner.tenant.window.acme", "8"),
                Map.entry("planner.task.attempts", "4"),
                Map.entry("planner.task.backoff", "2s"),
                Map.entry("planner.snapshot.attempts", "6"),
                Map.entry("planner.snapshot.backoff", "3s"),
                Map.entry("planner.snapshot.pause", "4m"),
                Map.entry("planner.slice", "9"),
                Map.entry("planner.state.dir", "kept"),
                Map.entry("planner.state.memory", "256MiB"),
                Map.entry("planner.instance.id", "planner-1"),
                Map.entry("planner.commit.interval", "20ms"),
                Map.entry("planner.transaction.timeout", "8s"),
                Map.entry("builder.slots", "2"),
                Map.entry("builder.drain", "1m")));

        SnapshotServiceConfig config = SnapshotServiceConfig.from(settings, STATE);

        settings.refuseUnknown();
        assertThat(config)
                .isEqualTo(new SnapshotServiceConfig(
                        new AdmissionConfig(Duration.ofSeconds(7), Duration.ofHours(2)),
                        new SchedulingConfig(
                                11,
                                new PerTenant(Optional.of(5L), Map.of("acme", 8L)),
                                4,
                                Duration.ofSeconds(2),
                                6,
                                Duration.ofSeconds(3),
                                Duration.ofMinutes(4),
                                9),
                        new TopologyConfig(
                                Path.of("kept"),
                                ByteSize.ofMiB(256),
                                Optional.of("planner-1"),
                                Duration.ofMillis(20),
                                Duration.ofSeconds(8)),
                        new LeaseConfig(2, Duration.ofMinutes(1))));
    }

    @ParameterizedTest
    @CsvSource({
        "planner.window, 0, a whole number from 1 to 1500",
        "planner.tenant.window, 0, a whole number from 1 to 1500",
        "planner.tenant.window.acme, 1501, a whole number from 1 to 1500",
        "planner.deadline.longest, 7d, to 518400000ms",
        "planner.lead.reserve, soon, a duration such as",
        "builder.slots, 0, a whole number from 1 to 200"
    })
    void badValueIsExplained(String key, String value, String accepted) {
        Settings settings = Settings.of(Map.of(key, value));

        assertThatThrownBy(() -> SnapshotServiceConfig.from(settings, STATE))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key + "=" + value)
                .hasMessageContaining(accepted);
    }
}
