package io.forkline.cli.report;

import io.forkline.cli.terminal.Ink;
import java.util.Locale;

/** Constants of the records as people read them. */
final class Names {

    private Names() {}

    /** {@code TIMED_OUT} as {@code timed out}. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The colour of a severity, which is a word of the agent's choice. */
    static Ink ink(String severity) {
        return switch (severity) {
            case "HIGH", "CRITICAL", "ERROR" -> Ink.RED;
            case "MEDIUM", "WARNING" -> Ink.YELLOW;
            default -> Ink.PLAIN;
        };
    }

    /** Where a severity stands: 0 for the worst. */
    static int rank(String severity) {
        return switch (severity) {
            case "CRITICAL", "ERROR" -> 0;
            case "HIGH" -> 1;
            case "MEDIUM", "WARNING" -> 2;
            case "LOW" -> 3;
            default -> 4;
        };
    }
}
