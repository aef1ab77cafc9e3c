package io.forkline.schemas.topic;

/** The topics of a cluster are not as the catalogue says, and that cannot be put right by itself. */
public final class TopicsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TopicsException(String message) {
        super(message);
    }

    public TopicsException(String message, Throwable cause) {
        super(message, cause);
    }
}
