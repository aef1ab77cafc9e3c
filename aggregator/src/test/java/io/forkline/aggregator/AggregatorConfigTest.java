package io.forkline.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.aggregator.join.JoinConfig;
import io.forkline.aggregator.lead.ApiKey;
import io.forkline.aggregator.lead.LeadConfig;
import io.forkline.leases.LeaseConfig;
import io.forkline.schemas.settings.ByteSize;
import io.forkline.schemas.settings.PerTenant;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import io.forkline.topologies.TopologyConfig;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AggregatorConfigTest {

    private static final Path STATE = Path.of("state");

    @Test
    void nothingSetGivesTheDefaults() {
        AggregatorConfig config = AggregatorConfig.from(Settings.of(Map.of()), Map.of(), STATE);

        assertThat(config).isEqualTo(AggregatorConfig.in(STATE));
        assertThat(config.lead().key()).isEmpty();
        assertThat(config.lead().model()).isEqualTo("gpt-4o");
    }

    @Test
    void everyKeyIsTaken() {
        Settings settings = Settings.of(Map.ofEntries(
                Map.entry("aggregator.state.dir", "elsewhere"),
                Map.entry("aggregator.state.memory", "256MiB"),
                Map.entry("aggregator.instance.id", "a-1"),
                Map.entry("aggregator.commit.interval", "20ms"),
                Map.entry("aggregator.transaction.timeout", "9s"),
                Map.entry("aggregator.tick", "75ms"),
                Map.entry("aggregator.retention", "9d"),
                Map.entry("lead.slots", "7"),
                Map.entry("lead.drain", "3s"),
                Map.entry("lead.model", "gpt-4.1"),
                Map.entry("lead.timeout", "45s"),
                Map.entry("lead.margin", "2s"),
                Map.entry("lead.max.data.chars", "5000"),
                Map.entry("lead.price.input.gpt-4.1", "2"),
                Map.entry("lead.price.output.gpt-4.1", "8"),
                Map.entry("lead.budget.tokens", "100000"),
                Map.entry("lead.budget.tokens.acme", "0")));
        Map<String, String> environment =
                Map.of("OPENAI_API_KEY", " sk-1 ", "OPENAI_BASE_URL", "http://localhost:11434/v1");

        AggregatorConfig config = AggregatorConfig.from(settings, environment, STATE);

        settings.refuseUnknown();
        assertThat(config.topology())
                .isEqualTo(new TopologyConfig(
                        Path.of("elsewhere"),
                        ByteSize.ofMiB(256),
                        Optional.of("a-1"),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(9)));
        assertThat(config.join()).isEqualTo(new JoinConfig(Duration.ofMillis(75), Duration.ofDays(9)));
        assertThat(config.lead())
                .isEqualTo(new LeadConfig(
                        new LeaseConfig(7, Duration.ofSeconds(3)),
                        Optional.of(new ApiKey("sk-1")),
                        URI.create("http://localhost:11434/v1"),
                        "gpt-4.1",
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(2),
                        5_000));
        assertThat(config.prices().input()).containsEntry("gpt-4.1", new BigDecimal("2"));
        assertThat(config.budget())
                .isEqualTo(new LeadBudget(new PerTenant(Optional.of(100_000L), Map.of("acme", 0L)), true, 5_000));
    }

    @ParameterizedTest
    @CsvSource({
        "aggregator.tick, 0ms, 1ms",
        "aggregator.retention, 10s, 60000ms",
        "lead.timeout, soon, 30s",
        "lead.margin, 2h, 60000ms",
        "lead.max.data.chars, 1, 1000",
        "lead.budget.tokens, many, a whole number from 0 to 1000000000000",
        "lead.budget.tokens.acme, -1, a whole number from 0 to 1000000000000",
        "lead.model, '', gpt-4o"
    })
    void badValueNamesKeyValueAndWhatIsAccepted(String key, String value, String accepted) {
        Settings settings = Settings.of(Map.of(key, value));

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> AggregatorConfig.from(settings, Map.of(), STATE))
                .withMessageStartingWith(key + "=" + value + " cannot be used")
                .withMessageContaining(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "api.openai.com/v1",
        "localhost:11434/v1",
        "ftp://api.openai.com",
        "http:///v1",
        "'not a url'",
        "http://localhost:99999/v1",
        "http://localhost:0"
    })
    void badBaseUrlNamesTheVariable(String url) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> AggregatorConfig.from(Settings.of(Map.of()), Map.of("OPENAI_BASE_URL", url), STATE))
                .withMessageStartingWith("OPENAI_BASE_URL=" + url + " cannot be used");
    }

    @Test
    void blankKeyIsNoKey() {
        AggregatorConfig config = AggregatorConfig.from(Settings.of(Map.of()), Map.of("OPENAI_API_KEY", " "), STATE);

        assertThat(config.lead().key()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, api.openai.com:443",
        "HTTP://models/v1, models:80",
        "http://[::1]:8000, [::1]:8000"
    })
    void baseUrlSaysWhereTheModelIsServed(String url, String address) {
        AggregatorConfig config = AggregatorConfig.from(Settings.of(Map.of()), Map.of("OPENAI_BASE_URL", url), STATE);

        assertThat(config.lead().address()).hasToString(address);
    }

    @Test
    void keyThatNoHeaderTakesIsRefusedWithoutShowingIt() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> AggregatorConfig.from(
                        Settings.of(Map.of()), Map.of("OPENAI_API_KEY", "sk-secret\nsk-other"), STATE))
                .withMessageStartingWith("OPENAI_API_KEY cannot be used")
                .withMessageNotContaining("sk-");
    }

    @Test
    void settingsGoBeforeTheVariables() {
        Settings settings = Settings.of(Map.of("lead.api.key", "sk-set", "lead.base.url", "http://models/v1"));
        Map<String, String> environment = Map.of("OPENAI_API_KEY", "sk-1", "OPENAI_BASE_URL", "http://elsewhere/v1");

        LeadConfig lead = AggregatorConfig.from(settings, environment, STATE).lead();

        settings.refuseUnknown();
        assertThat(lead.key()).contains(new ApiKey("sk-set"));
        assertThat(lead.baseUrl()).hasToString("http://models/v1");
    }

    @ParameterizedTest
    @CsvSource({"lead.api.key, 'sk-secret sk-other'", "lead.api.key, ''", "lead.base.url, sk-secret"})
    void badKeyOrAddressNamesTheSetting(String key, String value) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> AggregatorConfig.from(Settings.of(Map.of(key, value)), Map.of(), STATE))
                .withMessageStartingWith(key)
                .withMessageNotContaining("sk-other");
    }

    @Test
    void keyIsNotShown() {
        AggregatorConfig config =
                AggregatorConfig.from(Settings.of(Map.of()), Map.of("OPENAI_API_KEY", "sk-secret"), STATE);

        assertThat(config.toString()).doesNotContain("sk-secret");
    }
}
