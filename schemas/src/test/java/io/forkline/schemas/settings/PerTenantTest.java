package io.forkline.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerTenantTest {

    @Test
    void withoutSettingsNobodyHasALimit() {
        Settings settings = Settings.of(Map.of());

        assertThat(PerTenant.from(settings, "window", 1, 9)).isEqualTo(PerTenant.NONE);
        assertThat(PerTenant.NONE.of("acme")).isEmpty();
    }

    @Test
    void limitOfATenantGoesBeforeThatOfAll() {
        Settings settings = Settings.of(Map.of("window", "5", "window.acme", "9", "window.team.a", "1"));

        PerTenant limit = PerTenant.from(settings, "window", 1, 9);

        settings.refuseUnknown();
        assertThat(limit.of("acme")).contains(9L);
        assertThat(limit.of("team.a")).contains(1L);
        assertThat(limit.of("other")).contains(5L);
    }

    @Test
    void oneTenantMayHaveALimitAlone() {
        PerTenant limit = PerTenant.from(Settings.of(Map.of("window.acme", "2")), "window", 1, 9);

        assertThat(limit.of("acme")).contains(2L);
        assertThat(limit.of("other")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "window, 0, window=0 cannot be used; accepted is a whole number from 1 to 9",
        "window.acme, many, window.acme=many cannot be used; accepted is a whole number from 1 to 9",
        "window., 3, window. has no name behind its last dot"
    })
    void badValueIsExplained(String key, String value, String message) {
        assertThatThrownBy(() -> PerTenant.from(Settings.of(Map.of(key, value)), "window", 1, 9))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message);
    }
}
