package io.forkline.aggregator.run;

import java.time.Duration;
import java.util.Set;

/** Where a run stands. */
public sealed interface RunState permits Unplanned, Joining, Leading, Done {

    /**
     * What is to happen to the run by time alone, while it stays in this state.
     *
     * @param retention how long a run is remembered of which nothing more is expected
     */
    Set<Alarm> alarms(Duration retention);
}
