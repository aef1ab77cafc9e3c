package io.forkline.schemas.job;

import io.forkline.schemas.record.JobLimits;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a job: what each may be at least. What it may be at most is for the environment to say. Names are those of
 * {@code environment.yaml}.
 */
final class JobLimitRules {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final double LEAST_CPUS = 0.1;

    private JobLimitRules() {}

    /** The first limit that is too low to run anything. */
    static Optional<String> wrong(@Nullable JobLimits limits) {
        return limits == null
                ? Optional.empty()
                : Stream.of(
                                cpus(limits.getCpus()),
                                atLeast("memory", limits.getMemoryBytes(), 16 * MIB, " bytes"),
                                atLeast("processes", limits.getProcesses(), 1, ""),
                                atLeast("disk", limits.getDiskBytes(), MIB, " bytes"),
                                atLeast("openFiles", limits.getOpenFiles(), 16, ""),
                                atLeast("fileSize", limits.getFileSizeBytes(), 4 * KIB, " bytes"),
                                atLeast("output", limits.getOutputBytes(), KIB, " bytes"))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<String> cpus(@Nullable Double given) {
        return given == null || given >= LEAST_CPUS
                ? Optional.empty()
                : Optional.of("limits.cpus is " + given + "; accepted is at least " + LEAST_CPUS);
    }

    private static Optional<String> atLeast(String name, @Nullable Number given, long least, String unit) {
        return given == null || given.longValue() >= least
                ? Optional.empty()
                : Optional.of("limits." + name + " is " + given + unit + "; accepted is at least " + least + unit);
    }
}
