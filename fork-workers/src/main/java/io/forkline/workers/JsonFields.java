package io.forkline.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of one JSON object. Every read is remembered, so that {@link #rest} can name the others. For one thread. */
final class JsonFields {

    private final ObjectNode object;
    private final String what;
    private final Set<String> taken = new HashSet<>();

    private JsonFields(ObjectNode object, String what) {
        this.object = object;
        this.what = what;
    }

    /** @param what the object's name in messages */
    static JsonFields of(JsonNode node, String what) throws ReportLineException {
        if (node instanceof ObjectNode object) {
            return new JsonFields(object, what);
        }
        throw new ReportLineException(what + " is not an object");
    }

    /** A text that is not blank. */
    String text(String name) throws ReportLineException {
        JsonNode node = take(name);
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw refused(name, node, "a text that is not blank");
        }
        return node.textValue();
    }

    /** A text that is not blank, of one line. */
    String line(String name) throws ReportLineException {
        String text = text(name).strip();
        if (text.lines().count() > 1) {
            throw refused(name, take(name), "a single line");
        }
        return text;
    }

    /** A text, null or nothing. */
    Optional<String> optionalText(String name) throws ReportLineException {
        JsonNode node = take(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw refused(name, node, "a text");
        }
        return Optional.of(node.textValue());
    }

    /** A number that is neither infinite nor too large for a double. */
    double number(String name) throws ReportLineException {
        JsonNode node = take(name);
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw refused(name, node, "a number");
        }
        return node.doubleValue();
    }

    /** A whole number from 1, null or nothing. */
    Optional<Integer> optionalCount(String name) throws ReportLineException {
        JsonNode node = take(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isInt() || node.intValue() < 1) {
            throw refused(name, node, "a whole number from 1");
        }
        return Optional.of(node.intValue());
    }

    /** An array; empty when there is none. */
    Iterable<JsonNode> array(String name) throws ReportLineException {
        JsonNode node = take(name);
        if (node.isMissingNode()) {
            return List.of();
        }
        if (node instanceof ArrayNode array) {
            return array;
        }
        throw refused(name, node, "an array");
    }

    /** The names of the fields that nobody has read. */
    Set<String> rest() {
        Set<String> rest = new HashSet<>();
        object.fieldNames().forEachRemaining(rest::add);
        rest.removeAll(taken);
        return rest;
    }

    private JsonNode take(String name) {
        taken.add(name);
        JsonNode node = object.get(name);
        return node == null ? MissingNode.getInstance() : node;
    }

    private ReportLineException refused(String name, JsonNode node, String accepted) {
        String seen = node.isMissingNode() ? "missing" : Quote.of(node.toString());
        return new ReportLineException(what + " has \"" + name + "\" " + seen + ", which is not " + accepted);
    }
}
