package io.forkline.sandbox.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a YAML file, read key by key. Whatever is wrong is said with the file, the key, the value and what would be accepted.
 * A key that nobody asked for is refused at the end.
 */
final class Section {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final String path;
    private final ObjectNode node;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(Path file, String path, ObjectNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    static Section read(Path file) throws EnvironmentException {
        try {
            if (YAML.readTree(file.toFile()) instanceof ObjectNode top) {
                return new Section(file, "", top);
            }
            throw new EnvironmentException(file + " is not a mapping of keys to values; see environments/README.md");
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            String what = e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
            throw new EnvironmentException(file + where + ": not YAML as it is accepted here: " + what, e);
        } catch (IOException e) {
            throw new EnvironmentException(file + " cannot be read: " + e, e);
        }
    }

    /** The mapping under a key; an empty one when the key is not there. */
    Section section(String key) throws EnvironmentException {
        JsonNode value = value(key);
        if (value == null) {
            return new Section(file, path + key + ".", JsonNodeFactory.instance.objectNode());
        }
        if (value instanceof ObjectNode section) {
            return new Section(file, path + key + ".", section);
        }
        throw bad(key, value, "a mapping of keys to values", "");
    }

    /** The same; but a lone text stands for a mapping in which it is the value of {@code only}. */
    Section section(String key, String only) throws EnvironmentException {
        JsonNode value = value(key);
        if (value != null && value.isTextual()) {
            return new Section(
                    file,
                    path + key + ".",
                    JsonNodeFactory.instance.objectNode().set(only, value));
        }
        return section(key);
    }

    /** Every key, in the order of the file. */
    List<String> keys(Form form) throws EnvironmentException {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            if (!form.accepts(key)) {
                throw problem("\"" + key + "\" is no name here; give " + form.words());
            }
        }
        return keys;
    }

    String text(String key, Form form) throws EnvironmentException {
        return optionalText(key, form)
                .orElseThrow(
                        () -> new EnvironmentException(file + ": " + path + key + ": missing; give " + form.words()));
    }

    Optional<String> optionalText(String key, Form form) throws EnvironmentException {
        JsonNode value = value(key);
        return value == null ? Optional.empty() : Optional.of(text(key, value, form));
    }

    /** A list of texts; empty when the key is not there. */
    List<String> texts(String key, Form form) throws EnvironmentException {
        JsonNode value = value(key);
        if (value != null && !value.isArray()) {
            throw bad(key, value, "a list", "; give [...] with each being " + form.words());
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; value != null && i < value.size(); i++) {
            texts.add(text(key + "[" + i + "]", value.get(i), form));
        }
        return texts;
    }

    /** A list of at least one text. */
    List<String> someTexts(String key, Form form) throws EnvironmentException {
        List<String> texts = texts(key, form);
        if (texts.isEmpty()) {
            throw new EnvironmentException(
                    file + ": " + path + key + ": missing or empty; give the program and its arguments as a list");
        }
        return texts;
    }

    boolean flag(String key, boolean normal) throws EnvironmentException {
        JsonNode value = value(key);
        if (value != null && !value.isBoolean()) {
            throw bad(key, value, "a truth value", "; give true or false");
        }
        return value == null ? normal : value.booleanValue();
    }

    /** One of an enum's constants, written in lower case and with dashes. */
    <E extends Enum<E>> E choice(String key, E normal, E[] constants) throws EnvironmentException {
        JsonNode value = value(key);
        if (value == null) {
            return normal;
        }
        for (E constant : constants) {
            if (value.isTextual() && value.textValue().equals(written(constant))) {
                return constant;
            }
        }
        String choices = Stream.of(constants).map(Section::written).collect(Collectors.joining(" or "));
        throw bad(key, value, "known", "; give " + choices);
    }

    Duration duration(String key, Duration normal, Range<Duration> range) throws EnvironmentException {
        return measured(
                key,
                normal,
                range,
                value -> value.isTextual() ? Durations.parse(value.textValue()) : Optional.empty(),
                Durations::format,
                "a duration; give hours, minutes, seconds or milliseconds such as 1m30s");
    }

    long size(String key, long normal, Range<Long> range) throws EnvironmentException {
        return measured(
                key,
                normal,
                range,
                value -> value.isTextual() ? Sizes.parse(value.textValue()) : Optional.empty(),
                Sizes::format,
                "a size; give a number with B, KiB, MiB or GiB");
    }

    double decimal(String key, double normal, Range<Double> range) throws EnvironmentException {
        return measured(
                key,
                normal,
                range,
                value -> value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty(),
                Object::toString,
                "a number; give one");
    }

    int whole(String key, int normal, Range<Integer> range) throws EnvironmentException {
        return measured(
                key,
                normal,
                range,
                value -> value.isIntegralNumber() && value.canConvertToInt()
                        ? Optional.of(value.intValue())
                        : Optional.empty(),
                Object::toString,
                "a whole number; give one");
    }

    /** Call when every key was asked for. */
    void refuseOtherKeys() throws EnvironmentException {
        for (String key : (Iterable<String>) node::fieldNames) {
            if (!asked.contains(key)) {
                throw new EnvironmentException(
                        file + ": " + path + key + ": unknown key; known here: " + String.join(", ", asked));
            }
        }
    }

    /** Something wrong with what is under a key. */
    EnvironmentException problem(String key, String what) {
        return new EnvironmentException(file + ": " + path + key + ": " + what);
    }

    /** Something wrong with the section as a whole. */
    EnvironmentException problem(String what) {
        return new EnvironmentException(file + ": " + path.replaceFirst("\\.$", "") + ": " + what);
    }

    private <T extends Comparable<T>> T measured(
            String key,
            T normal,
            Range<T> range,
            Function<JsonNode, Optional<T>> parse,
            Function<T, String> format,
            String kind)
            throws EnvironmentException {
        JsonNode value = value(key);
        if (value == null) {
            return normal;
        }
        String accepted = ", from " + format.apply(range.from()) + " to " + format.apply(range.to());
        Optional<T> parsed = parse.apply(value);
        if (parsed.isEmpty()) {
            throw bad(key, value, kind, accepted);
        }
        if (!range.holds(parsed.get())) {
            throw new EnvironmentException(
                    file + ": " + path + key + ": " + describe(value) + " is out of range; give one" + accepted);
        }
        return parsed.get();
    }

    private String text(String key, JsonNode value, Form form) throws EnvironmentException {
        if (!value.isTextual() || !form.accepts(value.textValue())) {
            throw bad(key, value, "accepted", "; give " + form.words());
        }
        return value.textValue();
    }

    private @Nullable JsonNode value(String key) {
        asked.add(key);
        return node.get(key);
    }

    private EnvironmentException bad(String key, JsonNode value, String kind, String remedy) {
        return new EnvironmentException(file + ": " + path + key + ": " + describe(value) + " is not " + kind + remedy);
    }

    private static String describe(JsonNode value) {
        return value.isValueNode() ? "\"" + value.asText() + "\"" : value.isArray() ? "a list" : "a mapping";
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
