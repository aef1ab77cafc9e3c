package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.tree.TreeName;

/** Counts a tree against the limits, and says which limit it is over and what to do. */
final class Budget {

    private final TargetLimits limits;
    private final String target;
    private long bytes;
    private int entries;

    Budget(TargetLimits limits, String target) {
        this.limits = limits;
        this.target = target;
    }

    /** One file, directory or link more. */
    void entry(TreeName name) throws SandboxException {
        entries++;
        if (entries > limits.maxEntries()) {
            throw refused("has more than " + limits.maxEntries()
                    + " files and directories, the most a target may have; " + "point at a part of it");
        }
        if (name.depth() > limits.maxDepth()) {
            throw refused(
                    "has directories more than " + limits.maxDepth() + " deep, the most a target may have, at " + name);
        }
    }

    /** More bytes of a file, which has {@code size} of them then. */
    void bytes(TreeName name, long more, long size) throws SandboxException {
        if (size > limits.maxFileBytes()) {
            throw refused("has a file of more than " + TargetLimits.format(limits.maxFileBytes())
                    + ", the limit for one file: " + name + "; leave it out, or raise the limit with --max-target-size "
                    + "(one file may be a quarter of it)");
        }
        bytes += more;
        if (bytes > limits.maxBytes()) {
            throw refused("has more than " + TargetLimits.format(limits.maxBytes())
                    + ", the limit for a target; point at a part of it, or raise the limit with --max-target-size");
        }
    }

    private SandboxException refused(String why) {
        return SandboxException.permanent(target + " " + why, null);
    }
}
