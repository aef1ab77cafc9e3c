package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Environment;
import io.forkline.sandbox.environment.Perspective;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.snapshots.record.KnownJob;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
     * @param reused reports of earlier runs that count for this one; their perspectives do not run
     */
    record Admitted(
            RunId run,
            Optional<RunId> replayOf,
            Environment environment,
            List<Perspective> perspectives,
            List<PerspectiveReport> reused,
            KnownJob remembered)
            implements Decision {

        public Admitted {
            perspectives = List.copyOf(perspectives);
            reused = List.copyOf(reused);
        }

        /** It does not, after all. */
        Rejected refused(Refusal refusal) {
            return new Rejected(run, replayOf, refusal, remembered);
        }

        /** The perspectives that run. */
        List<Perspective> running() {
            Set<String> done =
                    reused.stream().map(PerspectiveReport::getPerspective).collect(Collectors.toSet());
            return perspectives.stream()
                    .filter(each -> !done.contains(each.name()))
                    .toList();
        }
    }
}
