package io.forkline.cli.bench.sandbox;

import java.util.Map;

/**
 * One script, from the call to the result.
 *
 * @param parked whether it ran in a fork that was there already
 * @param nanos by stage; without the stages that its kind does not have
 */
record Round(boolean parked, Map<Stage, Long> nanos) {

    Round {
        nanos = Map.copyOf(nanos);
    }
}
