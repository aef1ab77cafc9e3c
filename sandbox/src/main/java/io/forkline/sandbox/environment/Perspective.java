package io.forkline.sandbox.environment;

import java.time.Duration;
import java.util.List;

/**
 * What one agent does in an environment.
 *
 * @param name unique in its environment; never {@code sequential}, which is how the task of the baseline is called
 * @param run the command and its arguments, started in {@code /opt/environment}; not read by a shell
 * @param timeout wall time after which its fork is killed
 * @param required whether a run without its report has failed
 */
public record Perspective(String name, List<String> run, Duration timeout, boolean required) {

    public Perspective {
        run = List.copyOf(run);
    }
}
