package io.forkline.sandbox.tree;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Walks a directory in no particular order. It follows no link and opens no file. */
public final class TreeWalk {

    /** Hears what is in a tree. */
    public interface Visitor<E extends Exception> {

        /** Whether to go into a directory. */
        boolean enter(TreeName name, Path directory) throws E, IOException;

        /** A file, and whether its owner may execute it. */
        void file(TreeName name, Path file, boolean executable) throws E, IOException;

        /** A symbolic link. */
        void link(TreeName name, LinkTarget target) throws E, IOException;

        /** A FIFO, a socket or a device: whoever opens one may wait for ever. */
        void special(TreeName name) throws E, IOException;
    }

    private TreeWalk() {}

    /** Tells the visitor of everything below a root, an absolute path. */
    public static <E extends Exception> void walk(Path root, Visitor<E> visitor) throws E, IOException {
        walk(root, root, visitor);
    }

    private static <E extends Exception> void walk(Path root, Path directory, Visitor<E> visitor)
            throws E, IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                TreeName name = TreeName.of(root, child);
                PosixFileAttributes attributes =
                        Files.readAttributes(child, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isSymbolicLink()) {
                    visitor.link(name, LinkTarget.of(directory, Files.readSymbolicLink(child)));
                } else if (attributes.isRegularFile()) {
                    visitor.file(name, child, attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE));
                } else if (!attributes.isDirectory()) {
                    visitor.special(name);
                } else if (visitor.enter(name, child)) {
                    walk(root, child, visitor);
                }
            }
        }
    }
}
