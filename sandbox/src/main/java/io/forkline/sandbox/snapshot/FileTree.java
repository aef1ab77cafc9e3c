package io.forkline.sandbox.snapshot;

import io.forkline.sandbox.Layer;
import io.forkline.sandbox.tree.LinkTarget;
import io.forkline.sandbox.tree.Sha256;
import io.forkline.sandbox.tree.TreeDigest;
import io.forkline.sandbox.tree.TreeName;
import io.forkline.sandbox.tree.TreeWalk;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a layer does with a tree of files: make it plain and durable, name it by its content, remove it. */
final class FileTree {

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> DATA = PosixFilePermissions.fromString("rw-r--r--");

    private FileTree() {}

    /** Sets 0755 on directories and programs, 0644 on the rest, and writes it all through to the disk. */
    static void settle(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.setPosixFilePermissions(file, Files.isExecutable(file) ? PROGRAM : DATA);
                    force(file, StandardOpenOption.WRITE);
                } else if (!attributes.isSymbolicLink()) {
                    throw new IOException(file + " is neither a file nor a directory nor a link");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                Files.setPosixFilePermissions(directory, PROGRAM);
                force(directory, StandardOpenOption.READ);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Writes a tree as it is through to the disk. */
    static void force(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    force(file, StandardOpenOption.WRITE);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed) throws IOException {
                force(directory, StandardOpenOption.READ);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Writes a file's content, or a directory's entries, through to the disk. */
    public static void force(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /** What a tree is as a layer. Reads all of it. */
    static Layer layer(Path root) throws IOException {
        var contents = new Contents();
        TreeWalk.walk(root, contents);
        return new Layer(contents.digest.finish(), contents.bytes);
    }

    /** Bytes of the content of a tree's files, without reading them; 0 of one that goes meanwhile. */
    static long bytes(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            return walk.map(Path::toFile)
                    .filter(file -> !Files.isSymbolicLink(file.toPath()) && file.isFile())
                    .mapToLong(File::length)
                    .sum();
        } catch (NoSuchFileException gone) {
            return 0;
        } catch (UncheckedIOException unreadable) {
            if (unreadable.getCause() instanceof NoSuchFileException) {
                return 0;
            }
            throw unreadable.getCause();
        }
    }

    /** Removes a tree; one that is not there is removed already. */
    static void remove(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            for (var path : walk.sorted().toList().reversed()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            return;
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static final class Contents implements TreeWalk.Visitor<IOException> {

        private final TreeDigest digest = new TreeDigest();
        private long bytes;

        @Override
        public boolean enter(TreeName name, Path directory) {
            digest.directory(name);
            return true;
        }

        @Override
        public void file(TreeName name, Path file, boolean executable) throws IOException {
            var sha256 = Sha256.start();
            try (var content = new DigestInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), sha256)) {
                bytes += content.transferTo(OutputStream.nullOutputStream());
            }
            digest.file(name, executable, Sha256.finish(sha256));
        }

        @Override
        public void link(TreeName name, LinkTarget target) {
            digest.link(name, target);
        }

        @Override
        public void special(TreeName name) throws IOException {
            throw new IOException(name + " is neither a file nor a directory nor a link");
        }
    }
}
