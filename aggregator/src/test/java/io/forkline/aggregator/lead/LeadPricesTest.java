package io.forkline.aggregator.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LeadPricesTest {

    private static final TokenUsage USAGE = new TokenUsage(1_000_000L, 500_000L, 1_500_000L);

    @Test
    void withoutSettingsNothingHasAPrice() {
        assertThat(LeadPrices.from(Settings.of(Map.of()))).isEqualTo(LeadPrices.NONE);
        assertThat(LeadPrices.NONE.cost("gpt-4o", USAGE)).isEmpty();
    }

    @Test
    void modelsHaveThePricesThatAreSet() {
        Settings settings = Settings.of(Map.of(
                "lead.price.input.gpt-4.1", "2.50", "lead.price.output.gpt-4.1", "10", "lead.price.currency", "eur"));

        LeadPrices prices = LeadPrices.from(settings);

        settings.refuseUnknown();
        assertThat(prices.cost("gpt-4.1", USAGE)).hasValue(7.5);
        assertThat(prices.cost("gpt-4o", USAGE)).isEmpty();
        assertThat(prices.currency()).isEqualTo("eur");
    }

    @ParameterizedTest
    @CsvSource({
        "lead.price.input.gpt-4o, cheap, '2.50, from 0 to 1000000'",
        "lead.price.output.gpt-4o, -1, '2.50, from 0 to 1000000'",
        "lead.price.output.gpt-4o, 1000001, '2.50, from 0 to 1000000'",
        "lead.price.currency, dollars, usd or eur"
    })
    void badValueNamesKeyValueAndWhatIsAccepted(String key, String value, String accepted) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> LeadPrices.from(Settings.of(Map.of(key, value))))
                .withMessageStartingWith(key + "=" + value + " cannot be used")
                .withMessageContaining(accepted);
    }

    @Test
    void halfAPriceIsRefused() {
        assertThatThrownBy(() -> LeadPrices.from(Settings.of(Map.of("lead.price.input.gpt-4o", "2"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("lead.price.output.gpt-4o");
    }
}
