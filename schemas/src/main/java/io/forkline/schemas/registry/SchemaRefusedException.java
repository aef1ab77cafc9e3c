package io.forkline.schemas.registry;

/** The schema registry answered no: an id it does not know, a schema it does not accept. Asking again does not help. */
public final class SchemaRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SchemaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
