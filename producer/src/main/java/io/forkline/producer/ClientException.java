package io.forkline.producer;

/** The cluster did not do what the client asked. The message says what, and the remedy where there is one. */
public final class ClientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    ClientException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same call may work later. It is safe to make it again: a job published twice runs once. */
    public boolean isRetryable() {
        return retryable;
    }
}
