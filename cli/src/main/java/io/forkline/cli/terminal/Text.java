package io.forkline.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words and numbers as people read them. What comes from agents is cleaned before it reaches a terminal. */
public final class Text {

    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");
    private static final double KIB = 1024;
    private static final double MS_PER_S = 1000;

    private Text() {}

    /**
     * A text of unknown origin as one line: whatever could move the cursor, change colours or reverse the reading order is
     * taken out.
     */
    public static String clean(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        ESCAPE_SEQUENCE
                .matcher(text)
                .replaceAll("")
                .codePoints()
                .forEach(point -> cleaned.appendCodePoint(isShown(point) ? point : ' '));
        return cleaned.toString().strip();
    }

    /**
     * A text of unknown origin as one line that loses nothing: what {@link #clean} takes out is written as a backslash, u and four hex digits. JSON
     * stays the same JSON, as such characters are inside its strings only.
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isShown(point)) {
                escaped.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    escaped.append(format("\\u%04x", (int) unit));
                }
            }
        });
        return escaped.toString();
    }

    private static boolean isShown(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }

    /** Lines of at most {@code width} characters, broken between words where that is possible. Never empty. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +")) {
            String rest = word;
            if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    /** At most {@code width} characters; what is cut is shown as {@code ...}. */
    public static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
    }

    /** One, or so many: {@code 1 issue}, {@code 2 issues}. */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** A time in milliseconds, with as many digits as matter: {@code 0.42 ms}, {@code 13 ms}, {@code 2.1 s}. */
    public static String millis(double ms) {
        if (ms >= MS_PER_S) {
            return seconds(ms / MS_PER_S);
        }
        return format(ms < 1 ? "%.2f ms" : ms < 10 ? "%.1f ms" : "%.0f ms", ms);
    }

    /** A time in seconds: {@code 0.042 s}, {@code 2.1 s}, {@code 3 min 05 s}. */
    public static String seconds(double seconds) {
        if (seconds >= 100) {
            long whole = Math.round(seconds);
            return format("%d min %02d s", whole / 60, whole % 60);
        }
        return format(seconds < 1 ? "%.3f s" : seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }

    /** A size: {@code 312 KiB}, {@code 1.4 GiB}. */
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= KIB && unit < units.length - 1) {
            value /= KIB;
            unit++;
        }
        return format(unit == 0 || value >= 10 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    /** A score or a percentage: at most one digit behind the point, and none where it is whole. */
    public static String number(double value) {
        return value == Math.rint(value) ? format("%.0f", value) : format("%.1f", value);
    }

    /** As {@code String.format}, the same on every machine. */
    public static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
