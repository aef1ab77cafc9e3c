package io.forkline.workers;

import io.forkline.sandbox.SandboxLimits;
import io.forkline.schemas.record.JobLimits;
import io.forkline.schemas.record.Limits;
import org.jspecify.annotations.Nullable;

/** What a fork may use: of each limit the lower one of what its environment and its job say. */
final class EffectiveLimits {

    private EffectiveLimits() {}

    static SandboxLimits of(Limits environment, @Nullable JobLimits job) {
        JobLimits lower = job == null ? JobLimits.newBuilder().build() : job;
        Long fileSize = environment.getFileSizeBytes();
        return new SandboxLimits(
                lower(environment.getCpus(), lower.getCpus()),
                lower(environment.getMemoryBytes(), lower.getMemoryBytes()),
                lower(environment.getProcesses(), lower.getProcesses()),
                lower(environment.getDiskBytes(), lower.getDiskBytes()),
                lower(environment.getOpenFiles(), lower.getOpenFiles()),
                lower(fileSize == null ? environment.getDiskBytes() : fileSize, lower.getFileSizeBytes()),
                lower(environment.getOutputBytes(), lower.getOutputBytes()));
    }

    private static <N extends Comparable<N>> N lower(N environment, @Nullable N job) {
        return job == null || environment.compareTo(job) < 0 ? environment : job;
    }
}
