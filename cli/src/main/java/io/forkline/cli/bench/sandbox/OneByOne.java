package io.forkline.cli.bench.sandbox;

import io.forkline.cli.terminal.Progress;
import io.forkline.sandbox.SandboxException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One script after another, each round in all ways in turn, so that what else the machine does meets all of them. */
final class OneByOne {

    /** Not counted. */
    private static final int WARM_UP_ROUNDS = 3;

    private OneByOne() {}

    /** Brings about the rest that each way begins with. */
    interface Settling {
        void settle() throws SandboxException, InterruptedException;
    }

    static Map<Kind, WayFigures> measure(List<Way> ways, int rounds, Settling settling, Progress progress)
            throws SandboxException, IOException, InterruptedException {
        Map<Kind, WayFigures> figures = new EnumMap<>(Kind.class);
        ways.forEach(way -> figures.put(way.kind(), new WayFigures()));
        for (int round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
            progress.now("one after another, round " + Math.max(0, round) + " of " + rounds);
            for (Way way : ways) {
                settling.settle();
                Round measured = way.once();
                if (round > 0) {
                    figures.get(way.kind()).add(measured);
                }
            }
        }
        return figures;
    }
}
