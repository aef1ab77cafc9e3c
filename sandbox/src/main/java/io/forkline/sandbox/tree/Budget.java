package io.forkline.sandbox.tree;

import io.forkline.sandbox.SandboxException;

/** Counts a tree against the limits, and says which limit it is over and what to do. */
public final class Budget {

    private final TreeLimits limits;
    private final String source;
    private long bytes;
    private int entries;

    /** @param source what messages call the source of the tree */
    public Budget(TreeLimits limits, String source) {
        this.limits = limits;
        this.source = source;
    }

    /** One file, directory or link more. */
    public void entry(TreeName name) throws SandboxException {
        entries++;
        if (entries > limits.maxEntries()) {
            throw refused("has more than " + limits.maxEntries() + " files and directories, the most " + limits.whose()
                    + " may have" + limits.remedies().tooMany());
        }
        if (name.depth() > limits.maxDepth()) {
            throw refused("has directories more than " + limits.maxDepth() + " deep, the most " + limits.whose()
                    + " may have, at " + name);
        }
    }

    /** More bytes of a file, which has {@code size} of them then. */
    public void bytes(TreeName name, long more, long size) throws SandboxException {
        if (size > limits.maxFileBytes()) {
            throw refused("has a file of more than " + TreeLimits.format(limits.maxFileBytes())
                    + ", the limit for one file: " + name + limits.remedies().fileTooLarge());
        }
        bytes += more;
        if (bytes > limits.maxBytes()) {
            throw refused("has more than " + TreeLimits.format(limits.maxBytes()) + ", the limit for " + limits.whose()
                    + limits.remedies().tooLarge());
        }
    }

    private SandboxException refused(String why) {
        return SandboxException.permanent(source + " " + why, null);
    }
}
