package io.forkline.cli.cluster;

import io.forkline.cli.job.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command reads topics. */
public final class ReadOptions {

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Timeout.class,
            defaultValue = "1m",
            description = "Read the topics for so long at most; default ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofMinutes(1);

    /** Picocli makes one. */
    static final class Timeout extends DurationConverter {
        Timeout() {
            super("1s", "1h");
        }
    }

    /** The longest time. */
    public Duration timeout() {
        return timeout;
    }
}
