package io.forkline.schemas.deadletter;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be used. Key and value stay byte for byte as they were; what follows goes into headers, beside those
 * the record had.
 *
 * @param cause why, for programs: {@code UNREADABLE}, {@code JOB_ID_REUSED}, ...
 * @param message why, for people
 * @param topic the topic it was on
 * @param partition its partition
 * @param offset its offset
 * @param attempt its delivery, from 1; 1 where deliveries are not counted
 * @param component who met it, for example {@code planner}
 */
public record DeadLetter(
        String cause, String message, String topic, int partition, long offset, int attempt, String component) {

    /** The bytes are not what the topic carries. */
    public static final String UNREADABLE = "UNREADABLE";

    /** A job whose id nobody can answer to: it has no valid job id. */
    public static final String INVALID_JOB_ID = "INVALID_JOB_ID";

    /** It can be read, and says what cannot be: an id of the wrong form, or ids that contradict each other. */
    public static final String INCONSISTENT = "INCONSISTENT";

    /** A job id came again with other content. */
    public static final String JOB_ID_REUSED = "JOB_ID_REUSED";

    /** A job record is older than runs are remembered. */
    public static final String JOB_TOO_OLD = "JOB_TOO_OLD";

    /** A replay without a request id that could tell it from others. */
    public static final String INVALID_REPLAY = "INVALID_REPLAY";

    /** A job was replayed more often than its runs are remembered. */
    public static final String TOO_MANY_REPLAYS = "TOO_MANY_REPLAYS";

    /** The headers of the dead letter: those the record had, then ours. */
    public Headers headers(@Nullable Headers original) {
        Headers headers = original == null ? new RecordHeaders() : new RecordHeaders(original.toArray());
        put(headers, "cause", cause);
        put(headers, "message", message);
        put(headers, "origin-topic", topic);
        put(headers, "origin-partition", Integer.toString(partition));
        put(headers, "origin-offset", Long.toString(offset));
        put(headers, "attempt", Integer.toString(attempt));
        put(headers, "component", component);
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add("forkline-" + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
