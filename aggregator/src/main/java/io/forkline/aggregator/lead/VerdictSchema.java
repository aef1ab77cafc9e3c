package io.forkline.aggregator.lead;

import com.openai.core.JsonValue;
import com.openai.models.ResponseFormatJsonSchema;
import java.util.List;
import java.util.Map;

/** The form a model must answer in, in the subset of JSON Schema that strict structured output allows. */
final class VerdictSchema {

    private VerdictSchema() {}

    static ResponseFormatJsonSchema responseFormat() {
        ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema =
                ResponseFormatJsonSchema.JsonSchema.Schema.builder();
        verdict().forEach((name, value) -> schema.putAdditionalProperty(name, JsonValue.from(value)));
        return ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("verdict")
                        .strict(true)
                        .schema(schema.build())
                        .build())
                .build();
    }

    private static Map<String, Object> verdict() {
        return object(Map.of(
                "healthScore",
                described("number", "Overall health, from 0 (worst) to 100 (nothing to do)."),
                "topIssues",
                list(issue(), "At most three: the issues to fix first, the most important first."),
                "nextActions",
                list(Map.of("type", "string"), "What to do next, in order, each in one sentence."),
                "scaleNote",
                described("string", "One sentence on what the measured speedup means at scale.")));
    }

    private static Map<String, Object> issue() {
        return object(Map.of(
                "title",
                described("string", "The issue in a few words."),
                "file",
                nullable("string", "A file that a report names; null when it concerns the whole."),
                "line",
                nullable("integer", "The line that the report names; null when there is none."),
                "severity",
                Map.of("type", "string", "enum", List.of("LOW", "MEDIUM", "HIGH")),
                "why",
                described("string", "Why it matters."),
                "fix",
                described("string", "What to do about it.")));
    }

    /** Strict output wants every property required and no others. */
    private static Map<String, Object> object(Map<String, Object> properties) {
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                properties.keySet().stream().sorted().toList(),
                "additionalProperties",
                false);
    }

    private static Map<String, Object> list(Map<String, Object> items, String description) {
        return Map.of("type", "array", "items", items, "description", description);
    }

    private static Map<String, Object> described(String type, String description) {
        return Map.of("type", type, "description", description);
    }

    private static Map<String, Object> nullable(String type, String description) {
        return Map.of("type", List.of(type, "null"), "description", description);
    }
}
