package io.forkline.sandbox;

import java.util.regex.Pattern;

/** Digest of an environment: its files, setup, verify, preload and base. 64 lower-case hex digits (SHA-256). */
public record EnvironmentId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public EnvironmentId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an environment id has 64 lower-case hex digits, this is \"" + value + "\"");
        }
    }

    /** The first 12 digits, for people. */
    public String abbreviated() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
