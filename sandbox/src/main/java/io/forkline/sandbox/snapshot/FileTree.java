package io.forkline.sandbox.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a layer does with a tree of files: make it plain and durable, name it by its content, measure it, remove it. */
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

    /** Writes a file's content, or a directory's entries, through to the disk. */
    static void force(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    /** SHA-256 over every path in order, with its kind, whether it is a program, and its content or link. */
    static String digest(Path root) throws IOException {
        var digest = sha256();
        for (var path : sorted(root)) {
            var name = root.relativize(path).toString();
            if (Files.isSymbolicLink(path)) {
                add(digest, "link", name, Files.readSymbolicLink(path).toString());
            } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                add(digest, "directory", name, "");
            } else {
                add(digest, Files.isExecutable(path) ? "program" : "file", name, contentDigest(path));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Bytes of the content of its files. */
    static long bytes(Path root) throws IOException {
        var total = 0L;
        for (var path : sorted(root)) {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                total += Files.size(path);
            }
        }
        return total;
    }

    /** Removes a tree; one that is not there is removed already. */
    static void remove(Path root) throws IOException {
        try {
            for (var path : sorted(root).reversed()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    private static List<Path> sorted(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            return walk.sorted().toList();
        }
    }

    /** Each part is preceded by its length, so that no two trees read alike. */
    private static void add(MessageDigest digest, String... parts) {
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
    }

    private static String contentDigest(Path file) throws IOException {
        var digest = sha256();
        try (var content = new DigestInputStream(Files.newInputStream(file), digest)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
