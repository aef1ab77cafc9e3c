package io.forkline.aggregator.lead;

import io.forkline.leases.LeaseConfig;
import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the lead worker asks. Keys: {@code lead.slots}, {@code lead.drain}, {@code lead.model}, {@code lead.timeout}, {@code
 * lead.margin}, {@code lead.max.data.chars}, and {@code lead.api.key} and {@code lead.base.url}, without which the environment
 * variables {@code OPENAI_API_KEY} and {@code OPENAI_BASE_URL} say the same.
 *
 * @param leases how many tasks are held at a time
 * @param key key of the model's provider; empty where there is none, and then AUTO means the built-in rules
 * @param baseUrl of any server that speaks OpenAI's chat completions
 * @param model the model where a job names none
 * @param timeout how long one call may take, within the deadline of its job
 * @param margin how long before its deadline a job must have its verdict
 * @param maxDataChars how much of the reports goes into a request; more is cut, the least severe issues first
 */
public record LeadConfig(
        LeaseConfig leases,
        Optional<ApiKey> key,
        URI baseUrl,
        String model,
        Duration timeout,
        Duration margin,
        int maxDataChars) {

    /** Without a key. */
    public static final LeadConfig DEFAULT = new LeadConfig(
            new LeaseConfig(4, Duration.ofSeconds(5)),
            Optional.empty(),
            URI.create("https://api.openai.com/v1"),
            "gpt-4o",
            Duration.ofMinutes(2),
            Duration.ofMillis(500),
            200_000);

    private static final String KEY = "lead.api.key";
    private static final String KEY_VARIABLE = "OPENAI_API_KEY";
    private static final String URL = "lead.base.url";
    private static final String URL_VARIABLE = "OPENAI_BASE_URL";
    private static final String ACCEPTED_URL = "an http or https URL, such as https://api.openai.com/v1";
    private static final int LARGEST_PORT = 65_535;
    private static final char DELETE = 0x7f;

    public LeadConfig {
        if (!timeout.isPositive() || margin.isNegative()) {
            throw new IllegalArgumentException("the time-out of a call is positive, the margin is not negative");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("a model has a name");
        }
    }

    /** Takes its keys from the settings, and what they leave open of key and address from the environment variables. */
    public static LeadConfig from(Settings settings, Map<String, String> environment) {
        return new LeadConfig(
                LeaseConfig.from(settings, "lead", DEFAULT.leases),
                settings.text(KEY)
                        .map(text -> key(KEY, text))
                        .or(() -> variable(environment, KEY_VARIABLE).map(text -> key(KEY_VARIABLE, text))),
                settings.parsed(URL, LeadConfig::url, ACCEPTED_URL)
                        .or(() -> variable(environment, URL_VARIABLE).map(LeadConfig::urlOfVariable))
                        .orElse(DEFAULT.baseUrl),
                model(settings.text("lead.model", DEFAULT.model)),
                settings.duration("lead.timeout", DEFAULT.timeout, Duration.ofSeconds(1), Duration.ofMinutes(10)),
                settings.duration("lead.margin", DEFAULT.margin, Duration.ZERO, Duration.ofMinutes(1)),
                settings.integer("lead.max.data.chars", DEFAULT.maxDataChars, 1_000, 4_000_000));
    }

    /** Where the model is served. */
    public ModelAddress address() {
        return ModelAddress.of(baseUrl);
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String model(String name) {
        if (name.isBlank()) {
            throw new SettingsException("lead.model= cannot be used; accepted is the name of a model, such as gpt-4o");
        }
        return name;
    }

    /** A character that no header takes would break each request. The message does not show the key. */
    private static ApiKey key(String name, String text) {
        if (text.isEmpty() || !text.chars().allMatch(character -> character > ' ' && character < DELETE)) {
            throw new SettingsException(name
                    + " cannot be used; accepted is a key of printable ASCII characters, without blanks or line ends");
        }
        return new ApiKey(text);
    }

    private static URI urlOfVariable(String text) {
        return url(text).orElseThrow(() -> Settings.refused(URL_VARIABLE, text, ACCEPTED_URL));
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = URI.create(text);
            boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (isHttp && url.getHost() != null && url.getPort() != 0 && url.getPort() <= LARGEST_PORT) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException e) {
            // As every other text that is no such URL.
        }
        return Optional.empty();
    }
}
