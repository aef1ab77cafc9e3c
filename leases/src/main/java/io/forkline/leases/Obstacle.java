package io.forkline.leases;

import io.forkline.schemas.access.Refusals;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What brokers refuse the slots of one worker for who it is, until they no longer do. Safe for several threads. */
final class Obstacle {

    private final ConcurrentHashMap<String, String> met = new ConcurrentHashMap<>();

    /**
     * Takes note of a failure if it is such a refusal, and says whether it is one.
     *
     * @param what was tried: a name by which {@link #isOver} knows it
     */
    boolean is(String what, Throwable failure) {
        Optional<String> sentence = Refusals.sentence(failure);
        sentence.ifPresent(said -> met.put(what, said));
        return sentence.isPresent();
    }

    /** What was tried has worked. */
    void isOver(String what) {
        met.remove(what);
    }

    /** What is refused now, in a sentence. */
    Optional<String> sentence() {
        return met.values().stream().sorted().findFirst();
    }
}
