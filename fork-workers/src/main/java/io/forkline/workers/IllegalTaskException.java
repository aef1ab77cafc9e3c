package io.forkline.workers;

/** A fork task has values that no worker can use. Permanent; the message says which. */
final class IllegalTaskException extends Exception {

    private static final long serialVersionUID = 1L;

    IllegalTaskException(IllegalArgumentException cause) {
        super("the task cannot be used: " + cause.getMessage(), cause);
    }
}
