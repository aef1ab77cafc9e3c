package io.forkline.snapshots.scheduling;

import java.nio.ByteBuffer;

/** The bytes of a field, which reading does not use up. */
final class RowBytes {

    private RowBytes() {}

    static byte[] of(ByteBuffer field) {
        byte[] bytes = new byte[field.remaining()];
        field.duplicate().get(bytes);
        return bytes;
    }
}
