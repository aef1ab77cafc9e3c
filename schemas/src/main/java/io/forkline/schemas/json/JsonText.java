package io.forkline.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.forkline.schemas.topic.ForklineTopic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON of anybody, read strictly: one value in UTF-8 and nothing behind it, no name twice in an object, no NaN, no comment, and within bounds
 * of size, depth and length of numbers. A byte order mark in front is passed over, as RFC 8259 allows.
 */
public final class JsonText {

    /** What one value may have. A batch that was compressed can bring more than its topic takes. */
    public static final int MOST_BYTES = ForklineTopic.JOBS_JSON.maxMessageBytes();

    public static final int MOST_DEPTH = 32;
    private static final int MOST_DIGITS = 100;
    private static final int MOST_SHOWN_CHARS = 60;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxNumberLength(MOST_DIGITS)
                            .maxStringLength(MOST_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Names may be anybody's, and would stay for as long as this process lives.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /** What came of bytes. */
    public sealed interface Parsed {}

    /** They are JSON. */
    public record Tree(JsonNode node) implements Parsed {}

    /** They are not, or are too much of it. */
    public record Unreadable(String why) implements Parsed {}

    /** Reads bytes; they may come from anyone. */
    public static Parsed parse(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Unreadable("the record has no value");
        }
        if (bytes.length > MOST_BYTES) {
            return new Unreadable("the value has " + bytes.length + " bytes; accepted are at most " + MOST_BYTES);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Unreadable("the value is not text in UTF-8");
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? new Unreadable("the value is empty; accepted is JSON") : new Tree(node);
        } catch (JsonProcessingException e) {
            return new Unreadable("the value is not JSON" + at(e.getLocation()) + ": " + e.getOriginalMessage());
        }
    }

    /** What a value is, in the words of JSON. */
    public static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING, BINARY -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "null";
        };
    }

    /** A text of anybody, for a message: in one line, and no longer than it helps. */
    public static String shortened(String text) {
        String shown = text.length() <= MOST_SHOWN_CHARS ? text : text.substring(0, MOST_SHOWN_CHARS) + "...";
        return shown.replaceAll("\\p{Cntrl}", " ");
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
