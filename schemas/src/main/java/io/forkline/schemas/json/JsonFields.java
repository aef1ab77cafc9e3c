package io.forkline.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of JSON by their schema: the names of their fields, their enums, their defaults. What does not fit is collected, and
 * the field left at its default, so that one look finds all that is wrong. For one document.
 */
final class JsonFields {

    private final SpecificData model;
    private final Specials specials;
    private final Errors errors;

    /** @param specials fields that are read in a way of their own, in any record */
    JsonFields(SpecificData model, Specials specials, Errors errors) {
        this.model = model;
        this.specials = specials;
        this.errors = errors;
    }

    /**
     * Reads an object into a record. A field without a default that is wrong or missing stays null.
     *
     * @param path of the object; empty for the whole document
     */
    void read(SpecificRecord record, JsonNode object, String path) {
        if (!object.isObject()) {
            errors.add(path, "is " + JsonText.kind(object) + "; accepted is an object");
        }
        Schema schema = record.getSchema();
        Map<String, Special> elsewhere = specials.of(schema, object);
        for (Map.Entry<String, JsonNode> given : object.properties()) {
            if (schema.getField(given.getKey()) == null && !elsewhere.containsKey(given.getKey())) {
                errors.add(Errors.path(path, given.getKey()), "is unknown; accepted are " + names(schema, elsewhere));
            }
        }
        for (Schema.Field field : schema.getFields()) {
            String fieldPath = Errors.path(path, field.name());
            JsonNode given = object.get(field.name());
            Special special = elsewhere.get(field.name());
            @Nullable Object value = null;
            if (special != null) {
                value = special.read(given, fieldPath);
            } else if (given != null) {
                value = value(field.schema(), given, fieldPath);
            } else if (!field.hasDefaultValue() && object.isObject()) {
                errors.add(fieldPath, "is missing; accepted is " + accepted(field.schema()));
            }
            if (value != null) {
                record.put(field.pos(), value);
            } else if (field.hasDefaultValue()) {
                record.put(field.pos(), model.deepCopy(field.schema(), model.getDefaultValue(field)));
            }
        }
    }

    /** The fields of a record that are read in a way of their own; they need not be fields of its schema. */
    interface Specials {

        Map<String, Special> of(Schema record, JsonNode object);
    }

    /** Reads a field in a way of its own. */
    interface Special {

        /**
         * The value.
         *
         * @param given null where the field is missing
         * @return null for the default of the field
         */
        @Nullable
        Object read(@Nullable JsonNode given, String path);
    }

    /** The value that a schema makes of a node; null where that is the value, or where it does not fit. */
    @Nullable
    Object value(Schema schema, JsonNode node, String path) {
        return switch (schema.getType()) {
            case UNION -> node.isNull() ? null : value(notNull(schema), node, path);
            case RECORD -> record(schema, node, path);
            case ARRAY -> array(schema, node, path);
            case MAP -> map(schema, node, path);
            default -> {
                Optional<Object> read = scalar(schema, node);
                if (read.isEmpty()) {
                    errors.add(path, "is " + given(schema, node) + "; accepted is " + accepted(schema));
                }
                yield read.orElse(null);
            }
        };
    }

    private @Nullable Object record(Schema schema, JsonNode node, String path) {
        if (!node.isObject()) {
            errors.add(path, "is " + JsonText.kind(node) + "; accepted is an object");
            return null;
        }
        SpecificRecord record = (SpecificRecord) model.newRecord(null, schema);
        read(record, node, path);
        return record;
    }

    private @Nullable Object array(Schema schema, JsonNode node, String path) {
        if (!node.isArray()) {
            errors.add(path, "is " + JsonText.kind(node) + "; accepted is an array");
            return null;
        }
        List<Object> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            Object item = value(schema.getElementType(), node.get(i), Errors.path(path, i));
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private @Nullable Object map(Schema schema, JsonNode node, String path) {
        if (!node.isObject()) {
            errors.add(path, "is " + JsonText.kind(node) + "; accepted is an object");
            return null;
        }
        Map<String, Object> entries = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String entryPath = Errors.path(path, entry.getKey());
            if (!isText(entry.getKey())) {
                errors.add(entryPath, "has half a surrogate pair in its name; accepted is text");
            }
            Object value = value(schema.getValueType(), entry.getValue(), entryPath);
            if (value != null) {
                entries.put(entry.getKey(), value);
            }
        }
        return entries;
    }

    private Optional<Object> scalar(Schema schema, JsonNode node) {
        return switch (schema.getType()) {
            case STRING -> text(node).map(Object.class::cast);
            case ENUM -> text(node).filter(schema::hasEnumSymbol).map(symbol -> model.createEnum(symbol, schema));
            case BYTES -> text(node).flatMap(JsonFields::bytes);
            case BOOLEAN -> node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
            case INT -> isWhole(node) && node.canConvertToInt() ? Optional.of(node.intValue()) : Optional.empty();
            case LONG -> isTime(schema) ? text(node).flatMap(JsonFields::time) : wholeNumber(node);
            case DOUBLE ->
                node.isNumber() && Double.isFinite(node.doubleValue())
                        ? Optional.of(node.doubleValue())
                        : Optional.empty();
            default -> throw new IllegalArgumentException("no record has a " + schema.getType());
        };
    }

    /** Null, or this. */
    static Schema notNull(Schema union) {
        return union.getTypes().stream()
                .filter(each -> each.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a union of nothing: " + union));
    }

    static boolean isTime(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis;
    }

    /** What a schema takes, for a message. */
    static String accepted(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> accepted(notNull(schema)) + ", or null";
            case RECORD, MAP -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case ENUM -> "one of " + String.join(", ", schema.getEnumSymbols());
            case BYTES -> "a string in Base64";
            case BOOLEAN -> "true or false";
            case INT -> "a whole number of at most 32 bits";
            case LONG -> isTime(schema) ? "a time such as 2026-03-01T12:00:00Z" : "a whole number";
            case DOUBLE -> "a finite number";
            default -> throw new IllegalArgumentException("no record has a " + schema.getType());
        };
    }

    /** A string whose kind is right is no value of these; which one it is helps, and it is no secret. */
    private static String given(Schema schema, JsonNode node) {
        if (!node.isTextual()) {
            return JsonText.kind(node);
        }
        if (!isText(node.textValue())) {
            return "a string with half a surrogate pair";
        }
        return switch (schema.getType()) {
            case ENUM, LONG -> "\"" + JsonText.shortened(node.textValue()) + "\"";
            default -> "a string";
        };
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue()).filter(JsonFields::isText);
    }

    /** Java's strings can hold halves of pairs, which no encoding can. */
    static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static Optional<Object> bytes(String text) {
        try {
            return Optional.of(ByteBuffer.wrap(Base64.getDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<Object> time(String text) {
        try {
            return Optional.of(
                    Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> wholeNumber(JsonNode node) {
        return isWhole(node) && node.canConvertToLong() ? Optional.of(node.longValue()) : Optional.empty();
    }

    /** JSON has one kind of number: 2.0 is 2. */
    private static boolean isWhole(JsonNode node) {
        return node.isNumber() && node.canConvertToExactIntegral();
    }

    private static String names(Schema schema, Map<String, Special> elsewhere) {
        return Stream.concat(
                        schema.getFields().stream().map(Schema.Field::name),
                        elsewhere.keySet().stream()
                                .filter(name -> schema.getField(name) == null)
                                .sorted())
                .filter(name -> !name.equals(JobFields.REFUSAL))
                .collect(Collectors.joining(", "));
    }
}
