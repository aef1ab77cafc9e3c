package io.forkline.schemas.id;

import java.util.regex.Pattern;

/**
 * Names a job. Chosen by the producer; the idempotency key: the same id twice runs once.
 *
 * @param value 1 to 200 letters, digits, dots, underscores, colons or hyphens
 */
public record JobId(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,200}");

    public JobId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("\"" + value + "\" is not a job id: give 1 to 200 letters, digits,"
                    + " dots, underscores, colons or hyphens");
        }
    }

    /** Whether a job id may read so. */
    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    /** Its run with this number, from 1. */
    public RunId run(int number) {
        return new RunId(this, number);
    }

    @Override
    public String toString() {
        return value;
    }
}
