package io.forkline.sandbox.tree;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The digest of a tree: of the names of its files and links in order, whether a file is executable, and what is in it. Owners,
 * times and the other modes are not in it. Directories are where {@link #directory} is told of them, which is for trees that are more
 * than content: as in git, an empty one is no part of a target. The order in which entries are added does not matter; one that is added
 * again replaces the first.
 */
public final class TreeDigest {

    private final SortedMap<TreeName, String> entries = new TreeMap<>();

    /** A file, and the SHA-256 of its content in hex. */
    public void file(TreeName name, boolean executable, String sha256) {
        entries.put(name, (executable ? "x " : "f ") + sha256);
    }

    /** A directory. */
    public void directory(TreeName name) {
        entries.put(name, "d");
    }

    /** A symbolic link. */
    public void link(TreeName name, LinkTarget target) {
        entries.put(name, "l " + target.encoded());
    }

    /** The digest of what was added. */
    public String finish() {
        MessageDigest digest = Sha256.start();
        digest.update(ascii("forkline-tree 1\n"));
        entries.forEach((name, entry) -> digest.update(ascii(entry + " " + name.encoded() + "\n")));
        return Sha256.finish(digest);
    }

    /** Both names and targets are percent-encoded, so no entry can pretend to be two. */
    private static byte[] ascii(String line) {
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}
