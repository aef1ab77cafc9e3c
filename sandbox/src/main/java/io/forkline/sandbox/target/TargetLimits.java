package io.forkline.sandbox.target;

/**
 * How large a target may be.
 *
 * @param maxBytes all its files together; also the compressed size of what is fetched over a network
 * @param maxFileBytes one file
 * @param maxEntries files, directories and links
 * @param maxDepth directories in one another
 */
public record TargetLimits(long maxBytes, long maxFileBytes, int maxEntries, int maxDepth) {

    private static final long MIB = 1024 * 1024;

    /** 256 MiB, 64 MiB a file, 50,000 entries, 64 levels. */
    public static final TargetLimits DEFAULT = new TargetLimits(256 * MIB, 64 * MIB, 50_000, 64);

    public TargetLimits {
        if (maxBytes < 1 || maxFileBytes < 1 || maxEntries < 1 || maxDepth < 1) {
            throw new IllegalArgumentException("limits of a target are positive, these are " + maxBytes + " bytes, "
                    + maxFileBytes + " bytes a file, " + maxEntries + " entries, depth " + maxDepth);
        }
    }

    /** The default with another size. One file may be a quarter of it, and 64 MiB in any case. */
    public static TargetLimits ofBytes(long maxBytes) {
        long maxFileBytes = Math.max(DEFAULT.maxFileBytes, maxBytes / 4);
        return new TargetLimits(maxBytes, maxFileBytes, DEFAULT.maxEntries, DEFAULT.maxDepth);
    }

    /** A size as a message says it. */
    static String format(long bytes) {
        if (bytes % MIB == 0) {
            return bytes / MIB + " MiB";
        }
        return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " bytes";
    }
}
