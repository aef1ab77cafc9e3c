package io.forkline.broker;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * Runs Kafka's start under the root locale. Kafka 4.3 reads the names of its group protocols with the locale of the
 * JVM, and in Turkish the upper case of "classic" is a name it does not know. The locale belongs to the whole JVM, so
 * it is put back at once.
 */
final class NeutralLocale {

    private NeutralLocale() {}

    static synchronized <T> T during(Supplier<T> action) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            return action.get();
        } finally {
            Locale.setDefault(before);
        }
    }
}
