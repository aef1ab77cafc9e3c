package io.forkline.sandbox;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes values out of a text that a command printed: as they are, each line of one that has several, and as JSON writes them. A text is
 * often the end or the beginning of a longer one, so a value that is cut there goes as well. Who wants to give a value away can
 * write it so that nobody finds it; this is against what happens by mistake.
 */
final class Redaction {

    static final String MARK = "***";

    /** Of a value that is cut, so much gives nothing away. */
    private static final int HARMLESS = 3;

    private final List<String> forms;

    private Redaction(List<String> forms) {
        this.forms = forms;
    }

    static Redaction of(List<String> values) {
        // the longest first: one value may hold another
        return new Redaction(values.stream()
                .flatMap(Redaction::forms)
                .filter(form -> form.length() >= Secret.LEAST_CHARACTERS)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    String apply(String text) {
        String redacted = text;
        for (String form : forms) {
            redacted = redacted.replace(form, MARK);
        }
        for (String form : forms) {
            redacted = cutAtTheEnd(cutAtTheBeginning(redacted, form), form);
        }
        return redacted;
    }

    private static Stream<String> forms(String value) {
        String json = value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        return Stream.concat(Stream.of(value, json), value.lines().map(String::strip));
    }

    private static String cutAtTheBeginning(String text, String form) {
        for (int length = form.length() - 1; length > HARMLESS; length--) {
            if (text.regionMatches(0, form, form.length() - length, length)) {
                return MARK + text.substring(length);
            }
        }
        return text;
    }

    private static String cutAtTheEnd(String text, String form) {
        for (int length = form.length() - 1; length > HARMLESS; length--) {
            if (text.endsWith(form.substring(0, length))) {
                return text.substring(0, text.length() - length) + MARK;
            }
        }
        return text;
    }
}
