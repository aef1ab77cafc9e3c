package io.forkline.topologies;

import io.forkline.schemas.registry.RegistryUnavailableException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells whether what ended a stream thread may be over when the next one tries the same records. */
final class PassingFailure {

    /**
     * How consumers begin to tell of an answer that they do not expect of a group coordinator: that it is loading, say, just after its broker has started.
     * The error itself is in the text only, with no type and no cause. What no retry can help (credentials, rights, another group protocol) has types.
     */
    private static final String UNEXPECTED = "Unexpected error ";

    private PassingFailure() {}

    static boolean is(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException
                    || cause instanceof RetriableException
                    || isUnexpectedAnswer(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnexpectedAnswer(Throwable cause) {
        return cause.getClass().equals(KafkaException.class)
                && String.valueOf(cause.getMessage()).startsWith(UNEXPECTED);
    }
}
