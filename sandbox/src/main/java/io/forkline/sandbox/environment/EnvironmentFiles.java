package io.forkline.sandbox.environment;

import io.forkline.sandbox.tree.LinkTarget;
import io.forkline.sandbox.tree.Sha256;
import io.forkline.sandbox.tree.TreeDigest;
import io.forkline.sandbox.tree.TreeName;
import io.forkline.sandbox.tree.TreeWalk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Set;

/**
 * Which files of a folder are the environment's. {@code environment.yaml} is not: what it says is in the id key by key.
 * {@code README.md} and {@code tests} at the top are for people, and what git and Python leave behind is nobody's. A setup must not
 * read any of them.
 */
public final class EnvironmentFiles {

    private static final Set<String> NOT_AT_THE_TOP = Set.of(EnvironmentFolder.FILE, "README.md", "tests");
    private static final Set<String> NOWHERE = Set.of(".git", "__pycache__");

    private EnvironmentFiles() {}

    /**
     * The digest of an environment's files, wherever a copy of its folder is.
     *
     * @throws EnvironmentException when something there is neither a file nor a folder, or cannot be read
     */
    public static String digest(Path folder) throws EnvironmentException {
        Digest digest = new Digest(folder, new TreeDigest());
        try {
            TreeWalk.walk(folder.toAbsolutePath(), digest);
        } catch (IOException e) {
            throw new EnvironmentException("the environment " + folder + " cannot be read: " + e, e);
        }
        return digest.tree.finish();
    }

    private record Digest(Path folder, TreeDigest tree) implements TreeWalk.Visitor<EnvironmentException> {

        @Override
        public boolean enter(TreeName name, Path directory) {
            return belongs(name);
        }

        @Override
        public void file(TreeName name, Path file, boolean executable) throws IOException {
            if (belongs(name)) {
                tree.file(name, executable, sha256(file));
            }
        }

        @Override
        public void link(TreeName name, LinkTarget target) throws EnvironmentException {
            refuse(name, "a symbolic link");
        }

        @Override
        public void special(TreeName name) throws EnvironmentException {
            refuse(name, "a FIFO, a socket or a device");
        }

        private void refuse(TreeName name, String what) throws EnvironmentException {
            if (belongs(name)) {
                throw new EnvironmentException(folder.resolve(name.toString()) + " is " + what
                        + "; an environment holds files and folders only");
            }
        }
    }

    private static boolean belongs(TreeName name) {
        return !NOWHERE.contains(name.fileName()) && !(name.depth() == 1 && NOT_AT_THE_TOP.contains(name.encoded()));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.start();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        }
        return Sha256.finish(digest);
    }
}
