package io.forkline.cli.bench.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that was measured.
 *
 * @param controlGroups what the host lets forks have of them, for people
 * @param python version of the interpreter
 * @param rounds of each way
 * @param ways those that were measured
 * @param skipped those that were not, and why
 */
record Figures(
        String controlGroups,
        String python,
        int rounds,
        Map<Kind, WayFigures> ways,
        Map<Kind, String> skipped,
        List<Burst> bursts,
        Sustained sustained,
        MemoryCost memory,
        Scan scan,
        Instant measuredAt) {

    Figures {
        skipped = Map.copyOf(skipped);
        bursts = List.copyOf(bursts);
    }
}
