package io.forkline.sandbox;

/**
 * What one fork may use.
 *
 * @param cpus processors, above 0
 * @param memoryBytes memory of its processes, in bytes
 * @param processes processes and threads together, from 1
 * @param diskBytes its writable layer, in bytes
 */
public record SandboxLimits(double cpus, long memoryBytes, int processes, long diskBytes) {

    private static final long MIB = 1024 * 1024;

    /** One processor, 512 MiB of memory, 64 processes, 256 MiB of disk. */
    public static final SandboxLimits DEFAULT = new SandboxLimits(1.0, 512 * MIB, 64, 256 * MIB);

    public SandboxLimits {
        if (!(cpus > 0) || memoryBytes < MIB || processes < 1 || diskBytes < MIB) {
            throw new IllegalArgumentException("limits out of range: cpus " + cpus + " (above 0), memory " + memoryBytes
                    + " bytes (from 1 MiB), processes " + processes + " (from 1), disk " + diskBytes
                    + " bytes (from 1 MiB)");
        }
    }
}
