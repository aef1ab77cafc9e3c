package io.forkline.schemas.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.schemas.record.JobRequested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Makes the JSON Schema of a job from the schema of its record, what the rules say of single fields, and the few things that JSON says in another
 * way. It says less than the rules do: what one field means for another is theirs alone.
 */
public final class JobSchema {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is said of a field beside its kind, by its path. */
    private static final Map<String, String> RULES = Map.ofEntries(
            Map.entry("jobId", "{\"pattern\": \"^[A-Za-z0-9._:-]{1,200}$\"}"),
            Map.entry("perspectives", "{\"uniqueItems\": true}"),
            Map.entry("tenant", "{\"minLength\": 1, \"maxLength\": " + JobRules.MOST_TENANT_CHARS + "}"),
            Map.entry(
                    "priority",
                    "{\"minimum\": -" + JobRules.MOST_PRIORITY + ", \"maximum\": " + JobRules.MOST_PRIORITY + "}"),
            Map.entry(
                    "labels",
                    "{\"maxProperties\": " + JobRules.MOST_LABELS + ", \"additionalProperties\": {\"type\": \"string\","
                            + " \"maxLength\": " + JobRules.MOST_LABEL_CHARS + "}}"),
            Map.entry("quorum", "{\"minimum\": 1}"),
            Map.entry("lead.model", "{\"maxLength\": " + JobRules.MOST_MODEL_CHARS + "}"),
            Map.entry("lead.instructions", "{\"maxLength\": " + JobRules.MOST_INSTRUCTIONS_CHARS + "}"),
            Map.entry("target.sha256", "{\"pattern\": \"^[0-9a-f]{64}$\"}"),
            Map.entry("target.commit", "{\"pattern\": \"^[0-9a-f]{40}$\"}"),
            Map.entry("limits.cpus", "{\"minimum\": " + JobLimitRules.LEAST_CPUS + "}"),
            Map.entry("limits.memoryBytes", "{\"minimum\": " + JobLimitRules.LEAST_MEMORY + "}"),
            Map.entry("limits.processes", "{\"minimum\": " + JobLimitRules.LEAST_PROCESSES + "}"),
            Map.entry("limits.diskBytes", "{\"minimum\": " + JobLimitRules.LEAST_DISK + "}"),
            Map.entry("limits.openFiles", "{\"minimum\": " + JobLimitRules.LEAST_OPEN_FILES + "}"),
            Map.entry("limits.fileSizeBytes", "{\"minimum\": " + JobLimitRules.LEAST_FILE_SIZE + "}"),
            Map.entry("limits.outputBytes", "{\"minimum\": " + JobLimitRules.LEAST_OUTPUT + "}"),
            Map.entry(
                    "replay.requestId",
                    "{\"minLength\": 1, \"maxLength\": " + ReplayRules.MOST_REQUEST_ID_CHARS + "}"));

    private JobSchema() {}

    /** The document, with no reference in it. */
    public static ObjectNode of() {
        ObjectNode schema = NODES.objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "A job as JSON, on the topic jobs-json");
        ObjectNode job = record(JobRequested.getClassSchema(), "");
        job.put(
                "description",
                "An environment, a target and perspectives. The fields are those of the Avro record JobRequested; unknown"
                        + " ones are refused.");
        ObjectNode fields = (ObjectNode) job.get("properties");
        ((ObjectNode) fields.get("jobId"))
                .put(
                        "description",
                        "Chosen by the producer; the idempotency key. Without it, the id of the CloudEvent or the key of the"
                                + " record is.");
        fields.set("deadline", deadline());
        fields.set("refusal", NODES.objectNode().put("type", "null").put("description", "For the planner only."));
        ((ArrayNode) job.get("required")).removeAll().add("environment").add("target");
        ObjectNode files = (ObjectNode) fields.at("/target/properties/files/items");
        ((ObjectNode) files.get("properties"))
                .set(
                        "text",
                        NODES.objectNode()
                                .put("type", "string")
                                .put("description", "The content as text, in place of Base64."));
        ((ArrayNode) files.get("required")).removeAll().add("path");
        files.set("oneOf", NODES.arrayNode().add(required("content")).add(required("text")));
        return schema.setAll(job);
    }

    private static ObjectNode deadline() {
        ObjectNode deadline = NODES.objectNode()
                .put("type", "string")
                .put(
                        "description",
                        "When the result is due, whatever has come by then: a time, or a duration from the record of the job"
                                + " on. Without it, 10 minutes.")
                .put("default", "10m");
        deadline.putArray("examples").add("2026-03-01T12:00:00Z").add("90s").add("PT10M");
        deadline.putArray("anyOf")
                .add(pattern("^[0-9]{4,}-[0-9]{2}-[0-9]{2}T.+$"))
                .add(pattern("^[0-9]{1,9}(ms|s|m|h|d)$"))
                .add(pattern("^[Pp][0-9TtDdHhMmSs.,]+$"));
        return deadline;
    }

    private static ObjectNode record(Schema schema, String path) {
        ObjectNode node = NODES.objectNode().put("type", "object");
        if (schema.getDoc() != null) {
            node.put("description", schema.getDoc());
        }
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = node.putArray("required");
        for (Schema.Field field : schema.getFields()) {
            String fieldPath = path.isEmpty() ? field.name() : path + "." + field.name();
            ObjectNode property = value(field.schema(), fieldPath);
            if (field.doc() != null) {
                property.put("description", field.doc());
            }
            if (field.hasDefaultValue()) {
                property.set("default", defaultOf(field.defaultVal()));
            } else {
                required.add(field.name());
            }
            properties.set(field.name(), property);
        }
        return node.put("additionalProperties", false);
    }

    private static ObjectNode value(Schema schema, String path) {
        ObjectNode node = switch (schema.getType()) {
            case UNION -> orNull(schema, path);
            case RECORD -> record(schema, path);
            case ARRAY -> type("array").set("items", value(schema.getElementType(), path + "[]"));
            case MAP -> type("object").set("additionalProperties", value(schema.getValueType(), path + "{}"));
            case ENUM -> {
                ObjectNode symbols = type("string");
                schema.getEnumSymbols().forEach(symbols.putArray("enum")::add);
                yield symbols;
            }
            case BYTES -> type("string").put("contentEncoding", "base64");
            case BOOLEAN -> type("boolean");
            case INT -> type("integer").put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE);
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? type("string").put("format", "date-time")
                        : type("integer");
            case DOUBLE -> type("number");
            default -> type("string");
        };
        String rules = RULES.get(path);
        return rules == null ? node : node.setAll((ObjectNode) parse(rules));
    }

    private static ObjectNode orNull(Schema union, String path) {
        Schema other = union.getTypes().stream()
                .filter(each -> each.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
        ObjectNode node = value(other, path);
        node.putArray("type").add(type(other)).add("null");
        if (node.has("enum")) {
            ((ArrayNode) node.get("enum")).addNull();
        }
        return node;
    }

    private static String type(Schema schema) {
        return value(schema, "").get("type").asText();
    }

    private static ObjectNode type(String name) {
        return NODES.objectNode().put("type", name);
    }

    private static ObjectNode pattern(String pattern) {
        return NODES.objectNode().put("pattern", pattern);
    }

    private static ObjectNode required(String name) {
        ObjectNode node = NODES.objectNode();
        node.putArray("required").add(name);
        return node;
    }

    /** Avro has values of its own, among them one for null. */
    private static JsonNode defaultOf(Object value) {
        return switch (value) {
            case Map<?, ?> fields -> {
                ObjectNode node = NODES.objectNode();
                fields.forEach((name, field) -> node.set(name.toString(), defaultOf(field)));
                yield node;
            }
            case Collection<?> items -> {
                ArrayNode node = NODES.arrayNode();
                items.forEach(item -> node.add(defaultOf(item)));
                yield node;
            }
            case JsonProperties.Null none -> NODES.nullNode();
            default -> JSON.valueToTree(value);
        };
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
