package io.forkline.broker;

/** The broker could not start or stop. The message says what happened and what to do about it. */
public final class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
