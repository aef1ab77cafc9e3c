package io.forkline.sandbox.tree;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a symbolic link in a tree says, as bytes for the same reason as {@link TreeName}.
 *
 * @param encoded the percent-encoded form
 */
public record LinkTarget(String encoded) {

    /** What a link of an archive or a repository says. */
    public static LinkTarget of(byte[] target) {
        return new LinkTarget(TreeName.encode(target));
    }

    /** The same, of a string whose bytes are UTF-8. */
    public static LinkTarget of(String target) {
        return of(target.getBytes(StandardCharsets.UTF_8));
    }

    /** What a link that was read from this directory says. */
    static LinkTarget of(Path directory, Path target) {
        return target.isAbsolute()
                ? new LinkTarget("/" + TreeName.encode(Path.of("/"), target))
                : new LinkTarget(TreeName.encode(directory, directory.resolve(target)));
    }

    /** As the file system has it. */
    public byte[] bytes() {
        return TreeName.bytes(encoded);
    }

    /** The path to make a link with. Only for one that {@link #isAbsolute} or {@link #staysBelow}. */
    public Path toPath() {
        return isAbsolute() ? Path.of("/").resolve(TreeName.toPath(encoded.substring(1))) : TreeName.toPath(encoded);
    }

    /** Whether it begins at the root of whoever follows it. */
    public boolean isAbsolute() {
        return encoded.startsWith("/") && !encoded.contains("%00");
    }

    /**
     * Whether the words of the target lead to a place in the tree. Other links on the way are not looked at, so a link
     * that passes must still be resolved where it was made.
     */
    public boolean staysBelow(TreeName link) {
        if (encoded.isEmpty() || encoded.startsWith("/") || encoded.contains("%00")) {
            return false;
        }
        int depth = link.depth() - 1;
        for (String segment : encoded.split("/")) {
            if (segment.equals("..")) {
                depth--;
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }

    /** For people: decoded as UTF-8, with replacement. */
    @Override
    public String toString() {
        return TreeName.decode(encoded);
    }
}
