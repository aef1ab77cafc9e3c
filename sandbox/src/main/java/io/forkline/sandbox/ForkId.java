package io.forkline.sandbox;

import java.util.UUID;

/** One life of one sandbox. Never used again. */
public record ForkId(String value) {

    public ForkId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a fork id is not blank");
        }
    }

    /** An id that no other fork has, on any host. */
    public static ForkId random() {
        return new ForkId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
