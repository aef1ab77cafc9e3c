package io.forkline.schemas.deadletter;

import io.forkline.schemas.serde.RecordSize;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be used. Key and value stay byte for byte as they were; what follows goes into headers, beside those
 * the record had. Only what no topic holds is cut: a batch that was compressed can carry records far larger than its topic
 * takes, and whoever could not bury one would meet it for ever. {@link BuriedRecord} reads it.
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

    /** A job as JSON that can be read, and is no job: a field is missing, unknown, of another kind or out of its range. */
    public static final String INVALID_JOB = "INVALID_JOB";

    /** A job id came again with other content. */
    public static final String JOB_ID_REUSED = "JOB_ID_REUSED";

    /** A job record is older than runs are remembered. */
    public static final String JOB_TOO_OLD = "JOB_TOO_OLD";

    /** A replay without a request id that could tell it from others. */
    public static final String INVALID_REPLAY = "INVALID_REPLAY";

    /** It belongs into another partition, and is too large to be sent there. */
    public static final String TOO_LARGE = "TOO_LARGE";

    /** A job was replayed more often than its runs are remembered. */
    public static final String TOO_MANY_REPLAYS = "TOO_MANY_REPLAYS";

    /** Key, value and headers together; what is left of the topic's limit is for our headers and the framing. */
    static final int MOST_BYTES = ForklineTopic.DEAD_LETTERS.maxMessageBytes() - 64 * 1024;

    /** Of the key, and of the headers, where not everything fits. */
    private static final int MOST_BESIDE_BYTES = 1024 * 1024;

    /** What goes to the topic of the dead letters. */
    public record Copy(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {}

    /**
     * The record as a dead letter: its key, its value and its headers, then ours. Where they do not fit, headers go first, then
     * the ends of key and value, and {@code forkline-bytes-cut} says how many bytes that were.
     */
    public Copy of(byte @Nullable [] key, byte @Nullable [] value, @Nullable Headers original) {
        Header[] headers = original == null ? new Header[0] : original.toArray();
        long bytes = length(key) + length(value) + length(headers);
        if (bytes <= MOST_BYTES) {
            return new Copy(key, value, LetterHeaders.write(this, headers, OptionalLong.empty()));
        }
        Header[] keptHeaders = length(headers) <= MOST_BESIDE_BYTES ? headers : new Header[0];
        byte[] keptKey = head(key, MOST_BESIDE_BYTES);
        byte[] keptValue = head(value, MOST_BYTES - length(keptKey) - length(keptHeaders));
        long cut = bytes - length(keptKey) - length(keptValue) - length(keptHeaders);
        return new Copy(keptKey, keptValue, LetterHeaders.write(this, keptHeaders, OptionalLong.of(cut)));
    }

    private static byte @Nullable [] head(byte @Nullable [] bytes, long most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, (int) most);
    }

    private static long length(byte @Nullable [] bytes) {
        return RecordSize.of(bytes);
    }

    private static long length(Header[] headers) {
        return RecordSize.of(List.of(headers));
    }
}
