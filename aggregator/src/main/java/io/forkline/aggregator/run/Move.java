package io.forkline.aggregator.run;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadTask;

/** From one state to the next, with what goes out on the way. */
public sealed interface Move {

    RunState next();

    /** Nothing goes out. */
    record To(RunState next) implements Move {}

    /** The lead is asked. */
    record Ask(Leading next, LeadTask task) implements Move {}

    /** The run is over: its one result goes out. */
    record Answer(Done next, JobResult result) implements Move {

        static Answer of(JobResult result) {
            return new Answer(new Done(result.getStatus(), result.getFinishedAt()), result);
        }
    }
}
