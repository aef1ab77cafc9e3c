package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.id.RunId;
import io.forkline.snapshots.record.KnownJob;
import java.util.List;
import java.util.Optional;

/** What becomes of a job record. */
sealed interface Decision {

    /** The job has its run already. */
    record Repeated(KnownJob remembered) implements Decision {}

    /** It cannot even have a run. */
    record Unusable(String cause, String message) implements Decision {}

    /** Its run ends before it began. */
    record Rejected(RunId run, Optional<RunId> replayOf, Refusal refusal, KnownJob remembered) implements Decision {}

    /**
     * It runs.
     *
     * @param perspectives those it asks for, in the order of the environment
     */
    record Admitted(
            RunId run,
            Optional<RunId> replayOf,
            Environment environment,
            List<Perspective> perspectives,
            KnownJob remembered)
            implements Decision {

        public Admitted {
            perspectives = List.copyOf(perspectives);
        }
    }
}
