package io.forkline.schemas.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keys and texts from files and options. Every read is remembered, so that {@link #refuseUnknown} can name the rest. Any value may
 * name a secret instead of holding it, as {@link References} has it: it is looked up when it is read, and no message shows more than its name.
 */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    private final Map<String, String> values;
    private final Set<String> taken = new HashSet<>();
    private final Set<String> known = new TreeSet<>();

    private Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    public static Settings of(Map<String, String> values) {
        return new Settings(values);
    }

    /** The settings of a Java properties file. */
    public static Settings load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("the configuration file " + file + " cannot be read: " + e.getMessage());
        }
        Map<String, String> values = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        return new Settings(values);
    }

    /** These settings, with {@code overrides} in place of what they name. */
    public Settings with(Map<String, String> overrides) {
        Map<String, String> merged = new HashMap<>(values);
        merged.putAll(overrides);
        return new Settings(merged);
    }

    /** All that is set, as it was written. Looking at it takes nothing, and looks nothing up. */
    public Map<String, String> values() {
        return values;
    }

    public Optional<String> text(String key) {
        taken.add(key);
        known.add(key);
        return Optional.ofNullable(values.get(key)).map(value -> References.resolve(key, value));
    }

    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    public boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw refused(key, "true or false");
                })
                .orElse(otherwise);
    }

    public int integer(String key, int otherwise, int least, int most) {
        return text(key)
                .map(value -> (int) parseNumber(key, value, least, most))
                .orElse(otherwise);
    }

    /** A number that has no default; empty where it is not set. */
    public Optional<Long> number(String key, long least, long most) {
        return text(key).map(value -> parseNumber(key, value, least, most));
    }

    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        return text(key).map(value -> parseDuration(key, value, least, most)).orElse(otherwise);
    }

    public ByteSize size(String key, ByteSize otherwise, ByteSize least, ByteSize most) {
        return text(key).map(value -> parseSize(key, value, least, most)).orElse(otherwise);
    }

    /**
     * A value of another form.
     *
     * @param parse the value of a text; empty where it is none
     * @param accepted what is one, for the message
     */
    public <T> Optional<T> parsed(String key, Function<String, Optional<T>> parse, String accepted) {
        return text(key).map(value -> parse.apply(value).orElseThrow(() -> refused(key, accepted)));
    }

    /** What is set behind a prefix, with the prefix taken off; for the properties of a client library. */
    public Map<String, String> behind(String prefix) {
        Map<String, String> found = new TreeMap<>();
        known.add(prefix + "*");
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                taken.add(key);
                found.put(key.substring(prefix.length()), References.resolve(key, value));
            }
        });
        return found;
    }

    /** Numbers that are set by name behind a prefix, such as {@code planner.tenant.window.NAME}. */
    public Map<String, Long> numbersBehind(String prefix, long least, long most) {
        Map<String, Long> numbers = new TreeMap<>();
        behind(prefix).forEach((name, value) -> {
            if (name.isBlank()) {
                throw new SettingsException(prefix + name + " has no name behind its last dot");
            }
            numbers.put(name, parseNumber(prefix + name, value, least, most));
        });
        return numbers;
    }

    /**
     * Call when everybody has taken theirs.
     *
     * @throws SettingsException when a key was set that nobody knows, with those that somebody does
     */
    public void refuseUnknown() {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(taken);
        if (!unknown.isEmpty()) {
            throw new SettingsException("unknown settings: " + String.join(", ", unknown) + "; known are "
                    + String.join(", ", nearest(unknown)));
        }
    }

    /** The known keys of the same sections; where one has none, what there is of every section. */
    private Collection<String> nearest(Set<String> unknown) {
        Map<String, List<String>> sections =
                known.stream().collect(Collectors.groupingBy(Settings::section, TreeMap::new, Collectors.toList()));
        Set<String> wanted = unknown.stream().map(Settings::section).collect(Collectors.toCollection(TreeSet::new));
        return sections.keySet().containsAll(wanted)
                ? wanted.stream()
                        .flatMap(section -> sections.get(section).stream())
                        .toList()
                : sections.values().stream()
                        .map(keys -> keys.size() == 1 ? keys.getFirst() : section(keys.getFirst()) + ".*")
                        .toList();
    }

    private static String section(String key) {
        return key.substring(0, key.indexOf('.') < 0 ? key.length() : key.indexOf('.'));
    }

    private long parseNumber(String key, String value, long least, long most) {
        String accepted = "a whole number from " + least + " to " + most;
        try {
            long number = Long.parseLong(value);
            if (number < least || number > most) {
                throw refused(key, accepted);
            }
            return number;
        } catch (NumberFormatException e) {
            throw refused(key, accepted);
        }
    }

    private Duration parseDuration(String key, String value, Duration least, Duration most) {
        String accepted =
                "a duration such as 500ms, 30s, 5m or 2h, from " + least.toMillis() + "ms to " + most.toMillis() + "ms";
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw refused(key, accepted);
        }
        long number = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw refused(key, accepted);
        }
        return duration;
    }

    private ByteSize parseSize(String key, String value, ByteSize least, ByteSize most) {
        return ByteSize.parse(value)
                .filter(size -> size.compareTo(least) >= 0 && size.compareTo(most) <= 0)
                .orElseThrow(() -> refused(key, "a size such as 128MiB or 2GiB, from " + least + " to " + most));
    }

    /**
     * For a value that cannot be used: of a setting, or of a variable of the process.
     *
     * @param value as it was written; a user and a password in front of an address are not shown
     */
    public static SettingsException refused(String name, String value, String accepted) {
        int user = value.lastIndexOf('@');
        String shown = user < 0 ? value : "(hidden)" + value.substring(user);
        return new SettingsException(name + "=" + shown + " cannot be used; accepted is " + accepted);
    }

    private SettingsException refused(String key, String accepted) {
        return refused(key, String.valueOf(values.get(key)), accepted);
    }
}
