package io.forkline.sandbox.target;

import io.forkline.sandbox.tree.TreeLimits;
import io.forkline.sandbox.tree.TreeLimits.Remedies;

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

    /** The same as the limits of a tree that is a target. */
    TreeLimits ofTree() {
        return new TreeLimits(
                maxBytes,
                maxFileBytes,
                maxEntries,
                maxDepth,
                "a target",
                new Remedies(
                        "; point at a part of it",
                        "; leave it out, or raise the limit with --max-target-size (one file may be a quarter of it)",
                        "; point at a part of it, or raise the limit with --max-target-size"));
    }
}
