package io.forkline.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A sandbox could not do what was asked. Its message is for the person who reads the report: what happened, and the
 * remedy where there is one.
 */
public final class SandboxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    private SandboxException(boolean retryable, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** The same may work later, here or on another host: no memory for a fork, a disk that is full. */
    public static SandboxException retryable(String message, @Nullable Throwable cause) {
        return new SandboxException(true, message, cause);
    }

    /** The same can never work: a setup that fails, a snapshot that does not exist. */
    public static SandboxException permanent(String message, @Nullable Throwable cause) {
        return new SandboxException(false, message, cause);
    }

    /** Whether the same may work later. */
    public boolean isRetryable() {
        return retryable;
    }
}
