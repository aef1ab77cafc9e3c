package io.forkline.sandbox.tree;

import io.forkline.sandbox.SandboxException;
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
 * <p>Links are made last, so that no file is ever written through one. Which are made, and whether a directory without files is, says
 * the {@link TreeShape}. An {@link IOException} from here is the source's; what the disk refuses is a retryable {@link
 * SandboxException}.
 */
public final class TreeBuilder {

    private static final int BUFFER = 64 * 1024;

    private final Path root;
    private final TreeShape shape;
    private final String source;
    private final Budget budget;
    private final TreeDigest digest = new TreeDigest();
    private final SortedMap<TreeName, LinkTarget> links = new TreeMap<>();
    private final byte[] buffer = new byte[BUFFER];

    /**
     * @param root an empty directory
     * @param source what messages call the source
     */
    public TreeBuilder(Path root, TreeShape shape, TreeLimits limits, String source) {
        this.root = root;
        this.shape = shape;
        this.source = source;
        this.budget = new Budget(limits, source);
    }

    /** A directory that the source has. Made now, or when the first file comes to be in it, as the shape says. */
    public void directory(TreeName name) throws SandboxException {
        budget.entry(name);
        if (shape == TreeShape.ROOT) {
            digest.directory(name);
            try {
                makeDirectories(name.under(root));
            } catch (FileAlreadyExistsException e) {
                throw refused("has " + name + " as a directory and as a file");
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }

    /** A file; one that is there already is replaced, as unpackers do. */
    public void file(TreeName name, boolean executable, InputStream content) throws IOException, SandboxException {
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
    public void copy(TreeName name, TreeName original) throws IOException, SandboxException {
        Path there = original.under(root);
        if (name.equals(original) || !Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("has a hard link " + name + " to " + original + ", which it does not have before it");
        }
        try (InputStream content = Files.newInputStream(there)) {
            file(name, Files.isExecutable(there), content);
        }
    }

    /** A symbolic link, made in the end if the shape has it. */
    public void link(TreeName name, LinkTarget to) throws SandboxException {
        budget.entry(name);
        if (shape == TreeShape.ROOT && !to.isAbsolute() && !to.staysBelow(name)) {
            throw refused("has a link that leads out of it: " + name + " to " + to);
        }
        links.put(name, to);
    }

    /** Makes the links. Returns the digest of the tree. */
    public String finish() throws SandboxException {
        return switch (shape) {
            case CONTENT -> finishContent();
            case ROOT -> finishRoot();
        };
    }

    private String finishRoot() throws SandboxException {
        try {
            for (var link : links.entrySet()) {
                if (!make(link.getKey(), link.getValue())) {
                    throw refused("has " + link.getKey() + " as a link and as a file or directory, or below a file");
                }
                digest.link(link.getKey(), link.getValue());
            }
            return digest.finish();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private String finishContent() throws SandboxException {
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
        return SandboxException.permanent(source + " " + why, null);
    }

    private SandboxException unwritable(IOException e) {
        return SandboxException.retryable(source + " cannot be stored under " + root + ": " + e, e);
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
