package io.forkline.producer;

/** There is nothing to replay, or not what it takes. The message says why, and goes on from the job: "has its record no longer". */
public final class NotReplayableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotReplayableException(String message) {
        super(message);
    }
}
