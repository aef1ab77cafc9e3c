package io.forkline.aggregator.lead;

import io.forkline.schemas.record.TokenUsage;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What models cost, for the metrics. Keys: {@code lead.price.input.MODEL}, {@code lead.price.output.MODEL}, {@code lead.price.currency}.
 *
 * @param input price of a million tokens, by model
 * @param output the same of what it answers
 * @param currency what the prices are in, as the metrics name it
 */
public record LeadPrices(Map<String, BigDecimal> input, Map<String, BigDecimal> output, String currency) {

    /** No price is known. */
    public static final LeadPrices NONE = new LeadPrices(Map.of(), Map.of(), "usd");

    private static final double MILLION = 1e6;
    private static final String KEY = "lead.price.";
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
    private static final int MOST_DIGITS = 20;

    public LeadPrices {
        input = Map.copyOf(input);
        output = Map.copyOf(output);
    }

    /** Takes its keys from the settings. */
    public static LeadPrices from(Settings settings) {
        LeadPrices prices = new LeadPrices(
                prices(settings, KEY + "input."),
                prices(settings, KEY + "output."),
                settings.parsed(KEY + "currency", LeadPrices::currency, "three letters, such as usd or eur")
                        .orElse(NONE.currency));
        for (String model : prices.input.keySet()) {
            requireBoth(model, "output", prices.output);
        }
        for (String model : prices.output.keySet()) {
            requireBoth(model, "input", prices.input);
        }
        return prices;
    }

    /** What a model took; empty where it has no price. */
    OptionalDouble cost(String model, TokenUsage usage) {
        BigDecimal in = input.get(model);
        BigDecimal out = output.get(model);
        return in == null || out == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (in.doubleValue() * usage.getInputTokens() + out.doubleValue() * usage.getOutputTokens())
                                / MILLION);
    }

    private static void requireBoth(String model, String other, Map<String, BigDecimal> there) {
        if (!there.containsKey(model)) {
            throw new SettingsException("the prices of " + model + " need " + KEY + other + "." + model + " too");
        }
    }

    private static Map<String, BigDecimal> prices(Settings settings, String prefix) {
        Map<String, BigDecimal> prices = new TreeMap<>();
        for (String model : settings.behind(prefix).keySet()) {
            settings.parsed(
                            prefix + model,
                            LeadPrices::price,
                            "the price of a million tokens, such as 2.50, from 0 to " + MOST)
                    .ifPresent(price -> prices.put(model, price));
        }
        return prices;
    }

    private static Optional<BigDecimal> price(String text) {
        return Optional.of(text)
                .filter(number -> number.matches("[0-9]+([.][0-9]+)?") && number.length() <= MOST_DIGITS)
                .map(BigDecimal::new)
                .filter(price -> price.compareTo(MOST) <= 0);
    }

    private static Optional<String> currency(String text) {
        return Optional.of(text).filter(letters -> letters.matches("[A-Za-z]{3}"));
    }
}
