package io.forkline.sandbox;

/**
 * What one fork may use.
 *
 * @param cpus processors, above 0
 * @param memoryBytes memory of its processes, in bytes
 * @param processes processes and threads together, from 1
 * @param diskBytes its writable layer, in bytes
 * @param openFiles descriptors that one process may have open, from 16; a host may allow fewer
 * @param fileSizeBytes the size of one file, in bytes, from 4 KiB; one that is larger than the disk bounds nothing
 * @param outputBytes what one command may write to stdout and stderr together, in bytes, from 1 KiB
 */
public record SandboxLimits(
        double cpus,
        long memoryBytes,
        int processes,
        long diskBytes,
        int openFiles,
        long fileSizeBytes,
        long outputBytes) {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    /** Open files unless said otherwise. */
    public static final int DEFAULT_OPEN_FILES = 1024;

    /** What a command may write unless said otherwise: 64 MiB. */
    public static final long DEFAULT_OUTPUT_BYTES = 64 * MIB;

    /** One processor, 512 MiB of memory, 64 processes, 256 MiB of disk, 1024 open files, 64 MiB of output. */
    public static final SandboxLimits DEFAULT = new SandboxLimits(1.0, 512 * MIB, 64, 256 * MIB);

    public SandboxLimits {
        if (!(cpus > 0) || memoryBytes < MIB || processes < 1 || diskBytes < MIB) {
            throw new IllegalArgumentException("limits out of range: cpus " + cpus + " (above 0), memory " + memoryBytes
                    + " bytes (from 1 MiB), processes " + processes + " (from 1), disk " + diskBytes
                    + " bytes (from 1 MiB)");
        }
        if (openFiles < 16 || fileSizeBytes < 4 * KIB || outputBytes < KIB) {
            throw new IllegalArgumentException("limits out of range: open files " + openFiles + " (from 16), file size "
                    + fileSizeBytes + " bytes (from 4 KiB), output " + outputBytes + " bytes (from 1 KiB)");
        }
    }

    /** The usual number of open files, files as large as the disk, and the usual output. */
    public SandboxLimits(double cpus, long memoryBytes, int processes, long diskBytes) {
        this(cpus, memoryBytes, processes, diskBytes, DEFAULT_OPEN_FILES, diskBytes, DEFAULT_OUTPUT_BYTES);
    }
}
