package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.tree.LinkTarget;
import io.forkline.sandbox.tree.TreeBuilder;
import io.forkline.sandbox.tree.TreeName;
import io.forkline.sandbox.tree.TreeWalk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * Copies a directory. Left out is what is not the project's own: the data of version control, caches and installed packages by their
 * usual names, every Python virtual environment ({@code pyvenv.cfg} tells), and whatever is neither file, directory nor link.
 */
final class DirectorySource implements TreeWalk.Visitor<SandboxException> {

    private static final Set<String> LEFT_OUT = Set.of(
            ".git",
            ".hg",
            ".svn",
            ".bzr",
            "CVS",
            "__pycache__",
            "node_modules",
            ".tox",
            ".nox",
            ".eggs",
            ".mypy_cache",
            ".pytest_cache",
            ".ruff_cache");

    private final TreeBuilder tree;

    private DirectorySource(TreeBuilder tree) {
        this.tree = tree;
    }

    /** @param beside a folder beside the tree, so that nothing is copied into itself */
    static void copy(Path directory, Path beside, TreeBuilder tree, String target)
            throws SandboxException, IOException {
        if (!Files.exists(directory)) {
            throw SandboxException.permanent(target + " does not exist", null);
        }
        if (!Files.isDirectory(directory)) {
            throw SandboxException.permanent(target + " is not a directory", null);
        }
        Path root = directory.toRealPath();
        if (beside.toRealPath().startsWith(root)) {
            throw SandboxException.permanent(
                    target + " holds the folder that targets are copied to; give a folder inside it, or another"
                            + " FORKLINE_HOME",
                    null);
        }
        TreeWalk.walk(root, new DirectorySource(tree));
    }

    @Override
    public boolean enter(TreeName name, Path directory) throws SandboxException {
        if (LEFT_OUT.contains(name.fileName()) || Files.exists(directory.resolve("pyvenv.cfg"))) {
            return false;
        }
        tree.directory(name);
        return true;
    }

    @Override
    public void file(TreeName name, Path file, boolean executable) throws SandboxException, IOException {
        // In a work tree or a submodule .git is a file.
        if (!name.fileName().equals(".git")) {
            try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                tree.file(name, executable, content);
            }
        }
    }

    @Override
    public void link(TreeName name, LinkTarget target) throws SandboxException {
        tree.link(name, target);
    }

    @Override
    public void special(TreeName name) {}
}
