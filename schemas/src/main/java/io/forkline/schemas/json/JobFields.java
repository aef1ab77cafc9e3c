package io.forkline.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.schemas.id.JobId;
import io.forkline.schemas.json.JsonFields.Special;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.JobRequested;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What JSON says in another way than the record: an id that may stand beside the job, a deadline that may be a duration, a file that may be
 * text. And one field that is not for those who submit.
 *
 * @param idBeside an id for a job that has none in itself
 * @param submittedAt time of the record in the log
 */
record JobFields(Optional<String> idBeside, Instant submittedAt, Errors errors) implements JsonFields.Specials {

    static final String REFUSAL = "refusal";
    static final String TEXT = "text";

    static final String ACCEPTED_ID = "1 to 200 letters, digits, dots, underscores, colons or hyphens";

    private static final String JOB_ID = "jobId";
    private static final String DEADLINE = "deadline";
    private static final String CONTENT = "content";

    @Override
    public Map<String, Special> of(Schema record, JsonNode object) {
        if (record.equals(JobRequested.getClassSchema())) {
            return Map.of(JOB_ID, this::jobId, DEADLINE, this::deadline, REFUSAL, this::refusal);
        }
        return record.equals(InlineFile.getClassSchema())
                ? Map.of(CONTENT, (given, path) -> content(object, path), TEXT, (given, path) -> null)
                : Map.of();
    }

    private @Nullable Object jobId(@Nullable JsonNode given, String path) {
        if (given == null) {
            if (idBeside.filter(JobId::isValid).isEmpty()) {
                errors.add(
                        path,
                        "is missing"
                                + idBeside.map(beside -> ", and what stands beside the job is none")
                                        .orElse("")
                                + "; accepted are " + ACCEPTED_ID
                                + ", here, as the id of a CloudEvent or as the key of the record");
            }
            return idBeside.filter(JobId::isValid).orElse(null);
        }
        if (!given.isTextual()) {
            errors.add(path, "is " + JsonText.kind(given) + "; accepted is a string");
            return null;
        }
        if (!JobId.isValid(given.textValue())) {
            errors.add(
                    path, "is a string of " + given.textValue().length() + " characters; accepted are " + ACCEPTED_ID);
            return null;
        }
        return given.textValue();
    }

    private Object deadline(@Nullable JsonNode given, String path) {
        Instant otherwise = submittedAt.plus(Deadlines.DEFAULT);
        if (given == null) {
            return otherwise;
        }
        Optional<Instant> due =
                Optional.ofNullable(given.textValue()).flatMap(text -> Deadlines.parse(text, submittedAt));
        if (due.isEmpty()) {
            String seen =
                    given.isTextual() ? "\"" + JsonText.shortened(given.textValue()) + "\"" : JsonText.kind(given);
            errors.add(path, "is " + seen + "; accepted is " + Deadlines.ACCEPTED);
        }
        return due.orElse(otherwise);
    }

    private @Nullable Object refusal(@Nullable JsonNode given, String path) {
        if (given != null && !given.isNull()) {
            errors.add(path, "is " + JsonText.kind(given) + "; it is for the planner to set, so leave it out");
        }
        return null;
    }

    /** Bytes in Base64, or a text. */
    private @Nullable Object content(JsonNode file, String path) {
        JsonNode content = file.get(CONTENT);
        JsonNode text = file.get(TEXT);
        if (content != null && text != null) {
            errors.add(path, "is there beside text; accepted is one of the two");
            return null;
        }
        if (text != null) {
            if (!text.isTextual() || !JsonFields.isText(text.textValue())) {
                errors.add(textPath(path), "is " + JsonText.kind(text) + "; accepted is a string of whole characters");
                return null;
            }
            return ByteBuffer.wrap(text.textValue().getBytes(StandardCharsets.UTF_8));
        }
        if (content == null) {
            errors.add(path, "is missing; accepted is a string in Base64, or text in its place");
            return null;
        }
        try {
            if (content.isTextual()) {
                return ByteBuffer.wrap(Base64.getDecoder().decode(content.textValue()));
            }
            errors.add(path, "is " + JsonText.kind(content) + "; accepted is a string in Base64");
        } catch (IllegalArgumentException e) {
            errors.add(path, "is a string that is not Base64; accepted is Base64, or text in its place");
        }
        return null;
    }

    private static String textPath(String contentPath) {
        return contentPath.substring(0, contentPath.length() - CONTENT.length()) + TEXT;
    }
}
