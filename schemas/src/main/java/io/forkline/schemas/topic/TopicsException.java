package io.forkline.schemas.topic;

import io.forkline.schemas.access.Refusals;
import java.util.concurrent.ExecutionException;

/** The topics of a cluster are not as the catalogue says, and that cannot be put right by itself. */
public final class TopicsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TopicsException(String message) {
        super(message);
    }

    public TopicsException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A cluster that does not do it, or does not say. */
    static TopicsException refused(String what, ExecutionException e) {
        String why = Refusals.sentence(e.getCause()).orElse(e.getCause().getMessage());
        return new TopicsException(what + ": " + why, e.getCause());
    }
}
