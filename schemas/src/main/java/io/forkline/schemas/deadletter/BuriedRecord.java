package io.forkline.schemas.deadletter;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter taken apart again: what was said of the record, and the record as it came.
 *
 * @param letter why it is here, and where from; whoever can write to the topic can say anything here
 * @param key as the record had it, as far as nothing was cut
 * @param value likewise
 * @param headers those of the record, without ours
 * @param bytesCut how many bytes of key, value and headers are lost; 0 where it is whole
 */
public record BuriedRecord(
        DeadLetter letter, byte @Nullable [] key, byte @Nullable [] value, Headers headers, long bytesCut) {

    /** Reads what {@link DeadLetter#of} made; empty where these headers are not its. */
    public static Optional<BuriedRecord> read(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return LetterHeaders.read(headers)
                .map(parts -> new BuriedRecord(parts.letter(), key, value, parts.original(), parts.bytesCut()));
    }
}
