package io.forkline.schemas.registry;

import org.jspecify.annotations.Nullable;

/** The schema registry is out of reach or overloaded. Retryable: the same request may work later. */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
