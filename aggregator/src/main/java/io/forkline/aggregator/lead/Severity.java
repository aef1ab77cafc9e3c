package io.forkline.aggregator.lead;

import java.util.Locale;

/** How bad an issue is, the worst first. */
enum Severity {
    HIGH,
    MEDIUM,
    LOW;

    /** The severity that a word of any tool or model means; MEDIUM when it means none that we know. */
    static Severity of(String word) {
        return switch (word.strip().toUpperCase(Locale.ROOT)) {
            case "HIGH", "CRITICAL", "BLOCKER", "SEVERE", "ERROR" -> HIGH;
            case "LOW", "MINOR", "INFO", "INFORMATIONAL", "NOTE", "TRIVIAL" -> LOW;
            default -> MEDIUM;
        };
    }
}
