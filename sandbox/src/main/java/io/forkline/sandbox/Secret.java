package io.forkline.sandbox;

/**
 * A value that nobody is shown. A sandbox hands it to a command, and takes it out of what the command printed: for that it has at
 * least {@value #LEAST_CHARACTERS} characters, as fewer are found in texts that have nothing to do with it.
 */
public record Secret(String value) {

    /** Characters of the shortest value. */
    public static final int LEAST_CHARACTERS = 8;

    /** Characters of the longest value: what a command is told has to fit into one message. */
    public static final int MOST_CHARACTERS = 16 * 1024;

    public Secret {
        if (value.length() < LEAST_CHARACTERS || value.length() > MOST_CHARACTERS || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a secret has " + LEAST_CHARACTERS + " to " + MOST_CHARACTERS
                    + " characters and no NUL, this has " + value.length());
        }
    }

    /** Hides the value. */
    @Override
    public String toString() {
        return Redaction.MARK;
    }
}
