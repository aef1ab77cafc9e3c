package io.forkline.sandbox.archive;

import io.forkline.sandbox.Snapshot;
import java.util.List;

/** What came of an import. */
public sealed interface Imported {

    /** The snapshot that was in the archive, and is here. */
    Snapshot snapshot();

    /**
     * It is here now.
     *
     * @param evicted what had to go to stay within the budget
     */
    record Added(Snapshot snapshot, List<Snapshot> evicted) implements Imported {

        public Added {
            evicted = List.copyOf(evicted);
        }
    }

    /** It was here before; nothing was done. */
    record AlreadyHere(Snapshot snapshot) implements Imported {}
}
