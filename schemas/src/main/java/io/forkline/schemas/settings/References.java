package io.forkline.schemas.settings;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Values that a setting names instead of holding them, in Kafka's own syntax and through its own providers: {@code ${env:NAME}}, {@code
 * ${directory:FOLDER:FILE}} for a file as containers mount secrets, {@code ${file:FILE:KEY}} for a key of a properties file.
 */
final class References {

    private static final Map<String, String> KINDS = Map.of(
            "env", "${env:NAME}",
            "directory", "${directory:FOLDER:FILE}",
            "file", "${file:FILE:KEY}");

    /** Not before the first reference: they begin to log when they are loaded, and settings say where the log goes. */
    private static final class Providers {

        static final ConfigTransformer TRANSFORMER = transformer();

        private static ConfigTransformer transformer() {
            EnvVarConfigProvider variables = new EnvVarConfigProvider();
            variables.configure(Map.of());
            FileConfigProvider files = new FileConfigProvider();
            files.configure(Map.of());
            return new ConfigTransformer(Map.of("env", variables, "directory", new SecretFiles(), "file", files));
        }
    }

    private static final Pattern QUOTES = Pattern.compile("[\"\\\\]");

    private References() {}

    /**
     * The value with every reference in it looked up. What a reference stands for is taken as it is, whatever it looks like; in {@code sasl.jaas.config},
     * where it stands between quotes, its quotes are none.
     *
     * @throws SettingsException when one of them leads nowhere; the message names the key and the reference, and no value
     */
    static String resolve(String key, String value) {
        Matcher matcher = ConfigTransformer.DEFAULT_PATTERN.matcher(value);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String found = lookUp(key, matcher.group());
            String shielded = key.endsWith(SaslConfigs.SASL_JAAS_CONFIG)
                    ? QUOTES.matcher(found).replaceAll("\\\\$0")
                    : found;
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(shielded));
        }
        return matcher.appendTail(resolved).toString();
    }

    private static String lookUp(String key, String reference) {
        String found = find(key, reference);
        if (found.equals(reference)) {
            throw new SettingsException(key + " names " + reference + ", which is not there; accepted are "
                    + String.join(", ", KINDS.values().stream().sorted().toList()));
        }
        return found;
    }

    private static String find(String key, String reference) {
        try {
            return Providers.TRANSFORMER
                    .transform(Map.of(key, reference))
                    .data()
                    .get(key);
        } catch (ConfigException e) {
            throw new SettingsException(key + " names " + reference + ", which cannot be looked up: " + e.getMessage());
        }
    }
}
