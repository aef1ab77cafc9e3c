package io.forkline.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as plain JSON: the fields of its schema in their order, unions without their type names, instants in ISO 8601,
 * bytes in Base64.
 */
public final class RecordJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private RecordJson() {}

    /** The record as indented JSON text. */
    public static String text(SpecificRecord record) {
        try {
            return MAPPER.writeValueAsString(tree(record));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** The record as a JSON tree. */
    public static ObjectNode tree(SpecificRecord record) {
        ObjectNode node = NODES.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            node.set(field.name(), value(record.get(field.pos())));
        }
        return node;
    }

    private static JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case SpecificRecord record -> tree(record);
            case Collection<?> items -> array(items);
            case Map<?, ?> entries -> object(entries);
            case Instant instant -> NODES.textNode(instant.toString());
            case ByteBuffer bytes -> NODES.binaryNode(copy(bytes));
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            default -> NODES.textNode(value.toString());
        };
    }

    private static ArrayNode array(Collection<?> items) {
        ArrayNode node = NODES.arrayNode(items.size());
        items.forEach(item -> node.add(value(item)));
        return node;
    }

    private static ObjectNode object(Map<?, ?> entries) {
        ObjectNode node = NODES.objectNode();
        entries.entrySet().stream()
                .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
                .forEach(entry -> node.set(entry.getKey().toString(), value(entry.getValue())));
        return node;
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
