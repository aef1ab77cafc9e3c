package io.forkline.cli.log;

import io.forkline.schemas.settings.Settings;
import io.forkline.schemas.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the log looks like. An option ({@code --log-format}, {@code --log-to}) goes before a setting ({@code log.format}, {@code
 * log.to}), and that before a variable ({@code FORKLINE_LOG_FORMAT}, {@code FORKLINE_LOG_TO}).
 *
 * @param to where it goes; one of the streams at most
 */
public record LogConfig(Format format, Set<Target> to) {

    /** As text, into the file. */
    public static final LogConfig DEFAULT = new LogConfig(Format.TEXT, Set.of(Target.FILE));

    private static final String FORMATS = "text or json";
    private static final String TARGETS = "one or two of file, stderr, stdout with a comma between, not both streams";

    /** Form of a line. */
    public enum Format {
        /** For people. */
        TEXT,
        /** One object of JSON. */
        JSON
    }

    /** Where lines go. */
    public enum Target {
        /** {@code logs/forkline.log} under the Forkline home. */
        FILE,
        STDERR,
        STDOUT
    }

    public LogConfig {
        to = Set.copyOf(to);
    }

    /**
     * Takes its keys from the settings, and else from the variables.
     *
     * @throws SettingsException when either has a value that cannot be used
     */
    public static LogConfig from(Settings settings, Map<String, String> env) {
        return new LogConfig(
                settings.parsed("log.format", LogConfig::format, FORMATS)
                        .or(() -> variable(env, "FORKLINE_LOG_FORMAT", LogConfig::format, FORMATS))
                        .orElse(DEFAULT.format),
                settings.parsed("log.to", LogConfig::targets, TARGETS)
                        .or(() -> variable(env, "FORKLINE_LOG_TO", LogConfig::targets, TARGETS))
                        .orElse(DEFAULT.to));
    }

    /**
     * What holds from the start of the process. Says nothing of values that cannot be used: the command refuses them, with the
     * words of {@link #from}, and logs as usual until then.
     */
    public static LogConfig early(Map<String, String> env, List<String> arguments) {
        try {
            Map<String, String> options = new HashMap<>();
            option(arguments, "--log-format").ifPresent(value -> options.put("log.format", value));
            option(arguments, "--log-to").ifPresent(value -> options.put("log.to", value));
            Settings file = option(arguments, "--config")
                    .map(Path::of)
                    .filter(Files::isRegularFile)
                    .map(Settings::load)
                    .orElseGet(() -> Settings.of(Map.of()));
            return from(file.with(options), env);
        } catch (SettingsException | IllegalArgumentException e) {
            return DEFAULT;
        }
    }

    private static Optional<String> option(List<String> arguments, String name) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith(name + "=")) {
                return Optional.of(arguments.get(i).substring(name.length() + 1));
            }
            if (arguments.get(i).equals(name) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static <T> Optional<T> variable(
            Map<String, String> env, String name, Function<String, Optional<T>> parse, String accepted) {
        return Optional.ofNullable(env.get(name))
                .filter(value -> !value.isBlank())
                .map(value -> parse.apply(value).orElseThrow(() -> Settings.refused(name, value, accepted)));
    }

    private static Optional<Format> format(String text) {
        return named(Format.values(), text);
    }

    private static Optional<Set<Target>> targets(String text) {
        Set<Target> targets = EnumSet.noneOf(Target.class);
        for (String each : text.split(",", -1)) {
            Optional<Target> target = named(Target.values(), each.strip());
            if (target.isEmpty()) {
                return Optional.empty();
            }
            targets.add(target.get());
        }
        return Optional.of(targets).filter(all -> !all.containsAll(Set.of(Target.STDERR, Target.STDOUT)));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Arrays.stream(values)
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
