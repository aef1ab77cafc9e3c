package io.forkline.sandbox.environment;

import java.time.Duration;
import java.util.List;

/**
 * How the tools of an environment are installed.
 *
 * @param network whether the commands have the network
 * @param timeout wall time for all of them
 * @param run commands, each for {@code /bin/sh -c}; may be empty
 */
public record Setup(boolean network, Duration timeout, List<String> run) {

    public Setup {
        run = List.copyOf(run);
    }
}
