package io.forkline.schemas.serde;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Bytes that parts of a record take in a log, at most. A broker counts all of them against {@code max.message.bytes}. */
public final class RecordSize {

    /** For the lengths of a header's name and value. */
    private static final int LENGTHS = 10;

    private RecordSize() {}

    /** @param bytes a key or a value */
    public static long of(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    public static long of(Iterable<Header> headers) {
        long all = 0;
        for (Header header : headers) {
            all += LENGTHS + header.key().getBytes(StandardCharsets.UTF_8).length + of(header.value());
        }
        return all;
    }
}
