package io.forkline.workers;

import io.forkline.schemas.record.Issue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What bounds a report, so that it fits into a record and many fit into a result. */
final class ReportLimits {

    static final int MOST_ISSUES = 2_000;
    static final int MOST_METRICS = 100;

    /** Of a finding, a message, the name of a file, an error; in characters. */
    static final int MOST_TEXT = 1000;

    /** Of a rule, the name of a metric; in characters. */
    static final int MOST_RULE = 200;

    /** Of the end of stderr; in characters. */
    static final int MOST_STDERR = 4000;

    /** All issues together; the topic takes records of 1 MiB. */
    static final int MOST_ISSUE_BYTES = 512 * 1024;

    private static final String CUT = "…";

    private ReportLimits() {}

    /** The text, or its beginning and a mark that there was more. */
    static String shorten(String text, int most) {
        return text.length() <= most ? text : text.substring(0, whole(text, most - 1)) + CUT;
    }

    /** The text, or its end and a mark that there was more. */
    static String tail(String text, int most) {
        int from = text.length() - most + 1;
        return text.length() <= most ? text : CUT + text.substring(whole(text, from));
    }

    static long bytes(Issue issue) {
        return length(issue.getFile())
                + length(issue.getSeverity())
                + length(issue.getRule())
                + length(issue.getMessage());
    }

    /** Never between the two halves of a character. */
    private static int whole(String text, int at) {
        return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
