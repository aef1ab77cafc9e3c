package io.forkline.leases;

import io.forkline.schemas.serde.Decoded;
import org.jspecify.annotations.Nullable;

/** Reads a task from the bytes on the topic; {@code codec::decode} of a {@code RecordCodec} is one. */
@FunctionalInterface
public interface Decoder<T> {

    /** What the bytes say. May wait for the schema registry; does not throw because of the bytes. */
    Decoded<T> decode(byte @Nullable [] bytes);
}
