package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.tree.LinkTarget;
import io.forkline.sandbox.tree.Sha256;
import io.forkline.sandbox.tree.TreeDigest;
import io.forkline.sandbox.tree.TreeName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree into an empty directory, counting against the limits and digesting as it writes: the digest is that of what is there,
 * whatever became of the source meanwhile.
 *
 * <p>Links are made last, so that no file is ever written through one. One that does not lead to something in the tree is left out: a
 * perspective could only follow it into the sandbox's own file system. An {@link IOException} from here is the source's; what the
 * disk refuses is a retryable {@link SandboxException}.
 */
final class TreeBuilder {

    private static final int BUFFER = 64 * 1024;

    private final Path root;
    private final String target;
    private final Budget budget;
    private final TreeDigest digest = new TreeDigest();
    private final SortedMap<TreeName, LinkTarget> links = new TreeMap<>();
    private final byte[] buffer = new byte[BUFFER];

    /**
     * @param root an empty directory
     * @param target what messages call the source
     */
    TreeBuilder(Path root, TargetLimits limits, String target) {
        this.root = root;
        this.target = target;
        this.budget = new Budget(limits, target);
    }

    /** A directory that the source has. It is counted, and made when the first file comes to be in it. */
    void directory(TreeName name) throws SandboxException {
        budget.entry(name);
    }

    /** A file; one that is there already is replaced, as unpackers do. */
    void file(TreeName name, boolean executable, InputStream content) throws IOException, SandboxException {
        budget.entry(name);
        MessageDigest sha256 = Sha256.start();
        long size = 0;
        try (Output output = new Output(name, executable)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                size += read;
                budget.bytes(name, read, size);
                sha256.update(buffer, 0, read);
                output.write(read);
            }
        }
        links.remove(name);
        digest.file(name, executable, Sha256.finish(sha256));
    }

    /** A second name of a file that was written before: a copy of it. */
    void copy(TreeName name, TreeName original) throws IOException, SandboxException {
        Path there = original.under(root);
        if (name.equals(original) || !Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("has a hard link " + name + " to " + original + ", which it does not have before it");
        }
        try (InputStream content = Files.newInputStream(there)) {
            file(name, Files.isExecutable(there), content);
        }
    }

    /** A symbolic link. Left out in the end unless it leads to something in the tree. */
    void link(TreeName name, LinkTarget to) throws SandboxException {
        budget.entry(name);
        links.put(name, to);
    }

    /** Makes the links. Returns the digest of the tree. */
    String finish() throws SandboxException {
        try {
            Path realRoot = root.toRealPath();
            SortedMap<TreeName, LinkTarget> made = new TreeMap<>();
            for (var link : links.entrySet()) {
                if (link.getValue().staysBelow(link.getKey()) && make(link.getKey(), link.getValue())) {
                    made.put(link.getKey(), link.getValue());
                }
            }
            for (var link : made.entrySet()) {
                Path path = link.getKey().under(root);
                if (leadsInto(realRoot, path)) {
                    digest.link(link.getKey(), link.getValue());
                } else {
                    Files.delete(path);
                }
            }
            return digest.finish();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private boolean make(TreeName name, LinkTarget to) throws IOException {
        Path path = name.under(root);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                || !Files.isDirectory(nearestParent(path), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        makeDirectories(path.getParent());
        Files.createSymbolicLink(path, to.toPath());
        return true;
    }

    /** Whether a path, every link on it followed, is in the tree. False for one that leads nowhere or round in a circle. */
    private static boolean leadsInto(Path realRoot, Path path) {
        try {
            return path.toRealPath().startsWith(realRoot);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path nearestParent(Path path) {
        Path parent = path.getParent();
        return Files.exists(parent, LinkOption.NOFOLLOW_LINKS) ? parent : nearestParent(parent);
    }

    private SandboxException refused(String why) {
        return SandboxException.permanent(target + " " + why, null);
    }

    private SandboxException unwritable(IOException e) {
        return SandboxException.retryable(target + " cannot be stored under " + root + ": " + e, e);
    }

    private void makeDirectories(@Nullable Path directory) throws IOException {
        if (directory != null && !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            makeDirectories(directory.getParent());
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** The file being written. Its failures are the disk's. */
    private final class Output implements AutoCloseable {

        private final OutputStream out;

        Output(TreeName name, boolean executable) throws SandboxException {
            Path path = name.under(root);
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw refused("has " + name + " as a file and as a directory");
            }
            try {
                makeDirectories(path.getParent());
                out = Files.newOutputStream(path);
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            } catch (FileAlreadyExistsException e) {
                throw refused("has " + name + " below something that is a file");
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        void write(int length) throws SandboxException {
            try {
                out.write(buffer, 0, length);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        @Override
        public void close() throws SandboxException {
            try {
                out.close();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }
}
