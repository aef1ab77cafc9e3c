package io.forkline.cli.log;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the log of a service looks like. In force since the process began; here they are known, and checked. */
public final class LogOptions {

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "Form of the log's lines: text or json (log.format, FORKLINE_LOG_FORMAT); default text.")
    private @Nullable String format;

    @Option(
            names = "--log-to",
            paramLabel = "WHERE",
            description =
                    "Where the log goes: file (logs/forkline.log under FORKLINE_HOME), stderr, stdout, or file and a"
                            + " stream with a comma between (log.to, FORKLINE_LOG_TO); default file.")
    private @Nullable String to;

    /** As settings, which go before those of a file. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        if (format != null) {
            settings.put("log.format", format);
        }
        if (to != null) {
            settings.put("log.to", to);
        }
        return settings;
    }
}
