package io.forkline.schemas.report;

import org.jspecify.annotations.Nullable;

/** Bounds texts that others wrote. */
public final class Texts {

    private static final int MOST_CHARS = 500;

    private Texts() {}

    /** The beginning of a text, marked where it was cut. */
    public static @Nullable String head(@Nullable String text) {
        return text == null || text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "...";
    }
}
