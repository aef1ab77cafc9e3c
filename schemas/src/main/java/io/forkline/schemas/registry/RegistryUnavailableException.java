package io.forkline.schemas.registry;

/** The schema registry is out of reach or overloaded. Retryable: the same request may work later. */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
