package io.forkline.snapshots.admission;

import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.environment.Environment;
import io.forkline.schemas.record.JobLimits;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the limits of a job against those of its environment. A job that asks for more is refused and not cut down: it would run
 * out of what it was promised, and nobody would know why.
 */
public final class JobLimitCheck {

    private JobLimitCheck() {}

    /** The first limit that is above the environment's. */
    public static Optional<String> tooMuch(@Nullable JobLimits asked, Environment environment) {
        SandboxLimits most = environment.limits();
        return asked == null
                ? Optional.empty()
                : Stream.of(
                                above("cpus", asked.getCpus(), most.cpus(), ""),
                                above("memory", asked.getMemoryBytes(), most.memoryBytes(), " bytes"),
                                above("processes", asked.getProcesses(), most.processes(), ""),
                                above("disk", asked.getDiskBytes(), most.diskBytes(), " bytes"),
                                above("openFiles", asked.getOpenFiles(), most.openFiles(), ""),
                                above("fileSize", asked.getFileSizeBytes(), most.fileSizeBytes(), " bytes"),
                                above("output", asked.getOutputBytes(), most.outputBytes(), " bytes"))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(wrong -> wrong + " in the environment " + environment.name()
                                + "; a job may lower a limit, and its environment raises it");
    }

    private static <N extends Number & Comparable<N>> Optional<String> above(
            String name, @Nullable N asked, N most, String unit) {
        return asked == null || asked.compareTo(most) <= 0
                ? Optional.empty()
                : Optional.of("limits." + name + " is " + asked + unit + "; accepted is at most " + most + unit);
    }
}
