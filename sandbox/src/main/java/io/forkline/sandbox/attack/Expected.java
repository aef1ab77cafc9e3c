package io.forkline.sandbox.attack;

import io.forkline.sandbox.CommandResult.Limit;
import java.util.Optional;
import java.util.Set;

/** How an attack shows that it was stopped. Whatever else it shows is an escape. */
sealed interface Expected {

    /** It says itself what refused it; or it meets one of these limits before it can. */
    record Refusal(Set<Limit> limits) implements Expected {
        public Refusal {
            limits = Set.copyOf(limits);
        }
    }

    /** Its command is stopped at this limit, not before and not long after. */
    record Stop(Limit limit) implements Expected {}

    /** The supervisor tells this exit status. */
    record Exit(int code) implements Expected {}

    /**
     * The archive that it makes does nothing in the target store.
     *
     * @param refusal part of the message with which the archive is refused; empty when it is unpacked without what would be harmful
     */
    record Unpacking(Optional<String> refusal) implements Expected {}
}
