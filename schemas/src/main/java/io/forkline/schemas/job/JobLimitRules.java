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
    static final double LEAST_CPUS = 0.1;
    static final long LEAST_MEMORY = 16 * MIB;
    static final long LEAST_PROCESSES = 1;
    static final long LEAST_DISK = MIB;
    static final long LEAST_OPEN_FILES = 16;
    static final long LEAST_FILE_SIZE = 4 * KIB;
    static final long LEAST_OUTPUT = KIB;

    private JobLimitRules() {}

    /** Each limit that is too low to run anything. */
    static Stream<String> allWrong(@Nullable JobLimits limits) {
        return limits == null
                ? Stream.empty()
                : Stream.of(
                                cpus(limits.getCpus()),
                                atLeast("memory", limits.getMemoryBytes(), LEAST_MEMORY, " bytes"),
                                atLeast("processes", limits.getProcesses(), LEAST_PROCESSES, ""),
                                atLeast("disk", limits.getDiskBytes(), LEAST_DISK, " bytes"),
                                atLeast("openFiles", limits.getOpenFiles(), LEAST_OPEN_FILES, ""),
                                atLeast("fileSize", limits.getFileSizeBytes(), LEAST_FILE_SIZE, " bytes"),
                                atLeast("output", limits.getOutputBytes(), LEAST_OUTPUT, " bytes"))
                        .flatMap(Optional::stream);
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
