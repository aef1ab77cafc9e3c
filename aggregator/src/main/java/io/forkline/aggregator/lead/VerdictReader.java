package io.forkline.aggregator.lead;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.forkline.schemas.record.TopIssue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a model wrote. Small slips are put right (a score out of range, a fourth issue); the rest does not fit. */
final class VerdictReader {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int MOST_ACTIONS = 20;
    private static final int MOST_TEXT_CHARS = 2_000;

    private VerdictReader() {}

    /** What came of reading. */
    sealed interface Read {}

    record Fits(Judgement judgement) implements Read {}

    record Unfit(String why) implements Read {}

    static Read read(String content) {
        try {
            return new Fits(judgement(MAPPER.readTree(content)));
        } catch (JsonProcessingException e) {
            return new Unfit("it is not JSON: " + e.getOriginalMessage());
        } catch (UnfitException e) {
            return new Unfit(String.valueOf(e.getMessage()));
        }
    }

    private static Judgement judgement(JsonNode root) {
        if (!root.isObject()) {
            throw new UnfitException("it is not a JSON object");
        }
        JsonNode score = root.path("healthScore");
        if (!score.isNumber()) {
            throw new UnfitException("healthScore is not a number");
        }
        List<TopIssue> issues = new ArrayList<>();
        for (JsonNode issue : array(root, "topIssues")) {
            issues.add(issue(issue));
        }
        List<String> actions = new ArrayList<>();
        for (JsonNode action : array(root, "nextActions")) {
            if (!action.isTextual()) {
                throw new UnfitException("nextActions has an entry that is not a text");
            }
            actions.add(head(action.asText()));
        }
        return new Judgement(
                Math.min(100, Math.max(0, score.asDouble())),
                issues.subList(0, Math.min(issues.size(), Judgement.MOST_ISSUES)),
                actions.subList(0, Math.min(actions.size(), MOST_ACTIONS)),
                text(root, "scaleNote"));
    }

    private static TopIssue issue(JsonNode issue) {
        return new TopIssue(
                text(issue, "title"),
                optionalText(issue, "file"),
                optionalLine(issue),
                Severity.of(text(issue, "severity")).name(),
                text(issue, "why"),
                text(issue, "fix"));
    }

    private static JsonNode array(JsonNode node, String field) {
        if (!node.path(field).isArray()) {
            throw new UnfitException(field + " is not an array");
        }
        return node.path(field);
    }

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new UnfitException(field + " is not a text");
        }
        return head(node.path(field).asText());
    }

    private static @Nullable String optionalText(JsonNode node, String field) {
        return node.path(field).isTextual() ? head(node.path(field).asText()) : null;
    }

    private static @Nullable Integer optionalLine(JsonNode node) {
        return node.path("line").canConvertToInt() && node.path("line").asInt() > 0
                ? node.path("line").asInt()
                : null;
    }

    private static String head(String text) {
        return text.length() <= MOST_TEXT_CHARS ? text : text.substring(0, MOST_TEXT_CHARS) + "...";
    }

    /** Says what does not fit; never leaves this class. */
    private static final class UnfitException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }
}
