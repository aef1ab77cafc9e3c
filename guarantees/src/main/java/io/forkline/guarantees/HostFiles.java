package io.forkline.guarantees;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How trees of the host are at one moment: for each path what it is, its permissions, when it was changed, and what is in it. A directory's time
 * tells of files that came and went.
 *
 * @param files by path
 */
public record HostFiles(SortedMap<String, String> files) {

    public HostFiles {
        files = new TreeMap<>(files);
    }

    /** Looks at these trees, and follows no link. */
    public static HostFiles of(List<Path> roots) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        for (Path root : roots) {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    found.put(directory.toString(), "directory " + common(directory, attributes));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    found.put(file.toString(), content(file, attributes) + " " + common(file, attributes));
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return new HostFiles(found);
    }

    /** What differs from an earlier moment: a line for each path. */
    List<String> changesSince(HostFiles before) {
        TreeSet<String> paths = new TreeSet<>(before.files.keySet());
        paths.addAll(files.keySet());
        return paths.stream()
                .filter(path -> !String.valueOf(before.files.get(path)).equals(String.valueOf(files.get(path))))
                .map(path -> path
                        + (!files.containsKey(path)
                                ? " is gone"
                                : before.files.containsKey(path) ? " has changed" : " is new"))
                .toList();
    }

    private static String common(Path path, BasicFileAttributes attributes) throws IOException {
        String permissions = attributes.isSymbolicLink()
                ? "link"
                : PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        return permissions + " " + attributes.lastModifiedTime();
    }

    private static String content(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return "to " + Files.readSymbolicLink(file);
        }
        return attributes.isRegularFile() ? "file " + digest(Files.readAllBytes(file)) : "other";
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException("every Java has SHA-256", e));
        }
    }
}
