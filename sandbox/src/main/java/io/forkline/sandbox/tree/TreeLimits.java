package io.forkline.sandbox.tree;

/**
 * How large a tree may be, and what its owner can do where it is larger.
 *
 * @param maxBytes all its files together
 * @param maxFileBytes one file
 * @param maxEntries files, directories and links
 * @param maxDepth directories in one another
 * @param whose what kind of tree this is, for messages: {@code a target}
 * @param remedies what messages go on to say
 */
public record TreeLimits(
        long maxBytes, long maxFileBytes, int maxEntries, int maxDepth, String whose, Remedies remedies) {

    private static final long MIB = 1024 * 1024;

    /**
     * Ends of messages, each beginning with its own punctuation; empty where there is nothing to do.
     *
     * @param tooMany of entries
     * @param fileTooLarge one file
     * @param tooLarge all together
     */
    public record Remedies(String tooMany, String fileTooLarge, String tooLarge) {

        /** There is nothing to do. */
        public static final Remedies NONE = new Remedies("", "", "");
    }

    /** A size as a message says it. */
    public static String format(long bytes) {
        if (bytes % MIB == 0) {
            return bytes / MIB + " MiB";
        }
        return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " bytes";
    }
}
