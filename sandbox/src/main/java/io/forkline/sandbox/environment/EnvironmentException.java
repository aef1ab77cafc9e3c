package io.forkline.sandbox.environment;

/**
 * An environment that cannot be used: it does not exist, or its folder says something wrong. A mistake of a person; the
 * message is one sentence for that person, with the remedy.
 */
public final class EnvironmentException extends Exception {

    private static final long serialVersionUID = 1L;

    EnvironmentException(String message) {
        super(message);
    }

    EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
