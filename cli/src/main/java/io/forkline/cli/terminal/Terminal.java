package io.forkline.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The two streams of a command: results go to {@code out}, everything else to {@code err}.
 *
 * @param outIsTerminal whether a person looks at {@code out}
 * @param errIsTerminal whether a person looks at {@code err}, so that a line may be written over
 * @param colour whether colours are wanted where a person looks
 * @param unicode whether both take more than ASCII
 * @param columns how wide they are
 */
public record Terminal(
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        boolean colour,
        boolean unicode,
        int columns) {

    private static final int USUAL_COLUMNS = 100;
    private static final int FEWEST_COLUMNS = 60;
    private static final int MOST_COLUMNS = 140;

    public Terminal {
        columns = Math.clamp(columns, FEWEST_COLUMNS, MOST_COLUMNS);
    }

    /** The streams of this process. Only the launcher can see whether they are terminals; it says so in properties. */
    public static Terminal ofSystem(Map<String, String> env, Properties properties) {
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Boolean.parseBoolean(properties.getProperty("forkline.terminal.out")),
                Boolean.parseBoolean(properties.getProperty("forkline.terminal.err")),
                env.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(env.get("TERM")),
                isUnicode(env),
                columns(env, properties));
    }

    /** A text for {@code out} in a colour, where it shows colours. */
    public String paint(Ink ink, String text) {
        return ink.on(text, colour && outIsTerminal);
    }

    /** A text for {@code err} in a colour, where it shows colours. */
    public String paintError(Ink ink, String text) {
        return ink.on(text, colour && errIsTerminal);
    }

    /** The first where more than ASCII is shown, else the second. */
    public String glyph(String unicodeText, String asciiText) {
        return unicode ? unicodeText : asciiText;
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static boolean isUnicode(Map<String, String> env) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String encoding = value.toLowerCase(Locale.ROOT);
                return encoding.contains("utf-8") || encoding.contains("utf8");
            }
        }
        return false;
    }

    private static int columns(Map<String, String> env, Properties properties) {
        for (String value : new String[] {properties.getProperty("forkline.terminal.columns"), env.get("COLUMNS")}) {
            if (value != null && value.matches("[1-9][0-9]{0,4}")) {
                return Integer.parseInt(value);
            }
        }
        return USUAL_COLUMNS;
    }
}
