package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.TargetTree;
import io.forkline.sandbox.tree.InvalidTreeNameException;
import io.forkline.sandbox.tree.TreeBuilder;
import io.forkline.sandbox.tree.TreeName;
import io.forkline.sandbox.tree.TreeShape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The targets that are on this host, by content. Safe for many threads, and for many processes that share the directory. A pinned
 * source is fetched once: others who want it meanwhile wait. Nothing is ever removed by the store.
 *
 * <p>What the user did wrong (a path that does not exist, a digest that does not fit, a target over a limit) is permanent. A
 * network or a disk that refuses is retryable.
 */
public final class TargetStore {

    /** Enough for 256 MiB at 1 MiB/s. */
    private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(5);

    private final TargetDirectory directory;
    private final TargetLimits limits;

    private TargetStore(TargetDirectory directory, TargetLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /** A store in this directory, which is made when it is not there, with the default limits. */
    public static TargetStore open(Path targetsDirectory) throws SandboxException {
        return open(targetsDirectory, TargetLimits.DEFAULT);
    }

    /** The same with limits of its own. They bind what is fetched, not what is here already. */
    public static TargetStore open(Path targetsDirectory, TargetLimits limits) throws SandboxException {
        return new TargetStore(TargetDirectory.open(targetsDirectory), limits);
    }

    /**
     * The tree of a source: the one that is here, else fetched now. A source that is not pinned is fetched again each time.
     *
     * @throws InterruptedException when the thread is interrupted; nothing half-made is left
     */
    public TargetTree fetch(TargetSource source) throws SandboxException, InterruptedException {
        try {
            return switch (source) {
                case TargetSource.Inline inline -> once(Alias.of(inline), () -> write(inline));
                case TargetSource.Directory from -> directory(from);
                case TargetSource.Archive from -> archive(from);
                case TargetSource.Git from -> git(from);
            };
        } catch (IOException e) {
            throw SandboxException.retryable(source.describe() + " cannot be stored here: " + e, e);
        }
    }

    /**
     * The source, pinned to what it is now. A directory or an archive is fetched for that, so that fetching the pinned source on
     * this host finds it here; a repository is only asked for the commit.
     */
    public TargetSource pin(TargetSource source) throws SandboxException, InterruptedException {
        if (source.isPinned()) {
            return source;
        }
        try {
            return switch (source) {
                case TargetSource.Inline inline -> inline;
                case TargetSource.Directory from ->
                    new TargetSource.Directory(
                            from.uri(), Optional.of(copy(from).digest()));
                case TargetSource.Archive from ->
                    new TargetSource.Archive(
                            from.uri(), Optional.of(unpack(from).sha256()));
                case TargetSource.Git from -> new TargetSource.Git(from.url(), Optional.of(resolve(from)), from.ref());
            };
        } catch (IOException e) {
            throw SandboxException.retryable(source.describe() + " cannot be stored here: " + e, e);
        }
    }

    private TargetTree directory(TargetSource.Directory from)
            throws SandboxException, IOException, InterruptedException {
        if (from.sha256().isEmpty()) {
            return copy(from);
        }
        String expected = from.sha256().get();
        Optional<TargetTree> here = directory.tree(expected);
        return here.isPresent()
                ? here.get()
                : directory.alone(expected, () -> {
                    Optional<TargetTree> made = directory.tree(expected);
                    TargetTree tree = made.isPresent() ? made.get() : copy(from);
                    check(from, expected, tree.digest());
                    return tree;
                });
    }

    private TargetTree copy(TargetSource.Directory from) throws SandboxException, IOException, InterruptedException {
        if (!"file".equals(from.uri().getScheme())) {
            throw SandboxException.permanent(from.describe() + " cannot be read: its URI must begin with file:", null);
        }
        return make(from, (scratch, tree) -> DirectorySource.copy(Path.of(from.uri()), scratch, tree, from.describe()));
    }

    private TargetTree archive(TargetSource.Archive from) throws SandboxException, IOException, InterruptedException {
        return from.sha256().isEmpty()
                ? unpack(from).tree()
                : once(Alias.ofArchive(from.sha256().get()), () -> unpack(from).tree());
    }

    private record Unpacked(String sha256, TargetTree tree) {}

    private Unpacked unpack(TargetSource.Archive from) throws SandboxException, IOException, InterruptedException {
        try (Stage stage = directory.stage()) {
            Path file = stage.directory().resolve("archive");
            String sha256 = new Download(limits, FETCH_TIMEOUT).to(file, from.uri(), from.describe());
            if (from.sha256().isPresent()) {
                check(from, from.sha256().get(), sha256);
            }
            TargetTree tree = make(from, (scratch, builder) -> ArchiveSource.unpack(file, builder, from.describe()));
            directory.remember(Alias.ofArchive(sha256), tree);
            return new Unpacked(sha256, tree);
        }
    }

    private TargetTree git(TargetSource.Git from) throws SandboxException, IOException, InterruptedException {
        String commit = from.commit().isPresent() ? from.commit().get() : resolve(from);
        return once(
                Alias.ofCommit(from.url(), commit),
                () -> make(from, (scratch, tree) -> gitSource(scratch, from).copy(from.url(), commit, tree)));
    }

    private String resolve(TargetSource.Git from) throws SandboxException, IOException, InterruptedException {
        try (Stage stage = directory.stage()) {
            return gitSource(stage.directory(), from).resolve(from);
        }
    }

    private GitSource gitSource(Path scratch, TargetSource.Git from) {
        return new GitSource(scratch, limits, FETCH_TIMEOUT, from.describe());
    }

    private TargetTree write(TargetSource.Inline inline) throws SandboxException, IOException, InterruptedException {
        return make(inline, (scratch, tree) -> {
            try {
                for (Map.Entry<String, byte[]> file : inline.files().entrySet()) {
                    tree.file(TreeName.of(file.getKey()), false, new ByteArrayInputStream(file.getValue()));
                }
            } catch (InvalidTreeNameException e) {
                throw SandboxException.permanent(inline.describe() + " is refused: " + e.getMessage(), e);
            }
        });
    }

    /** Fetches what is known by an alias, unless it is here or somebody else on this host is at it. */
    private TargetTree once(Alias alias, TargetDirectory.Fetch fetch)
            throws SandboxException, IOException, InterruptedException {
        Optional<TargetTree> here = directory.tree(alias);
        if (here.isPresent()) {
            return here.get();
        }
        return directory.alone(alias.digest(), () -> {
            Optional<TargetTree> made = directory.tree(alias);
            if (made.isPresent()) {
                return made.get();
            }
            TargetTree tree = fetch.fetch();
            directory.remember(alias, tree);
            return tree;
        });
    }

    private interface Fill {
        void fill(Path scratch, TreeBuilder tree) throws SandboxException, IOException, InterruptedException;
    }

    private TargetTree make(TargetSource source, Fill fill) throws SandboxException, IOException, InterruptedException {
        try (Stage stage = directory.stage()) {
            Path scratch = Files.createDirectory(stage.directory().resolve("scratch"));
            Path root = Files.createDirectory(stage.directory().resolve("tree"));
            TreeBuilder tree = new TreeBuilder(root, TreeShape.CONTENT, limits.ofTree(), source.describe());
            fill.fill(scratch, tree);
            return directory.publish(root, tree.finish());
        }
    }

    private static void check(TargetSource source, String expected, String found) throws SandboxException {
        if (!expected.equals(found)) {
            throw SandboxException.permanent(
                    source.describe() + " is not what was asked for: its digest is " + found + ", expected is "
                            + expected,
                    null);
        }
    }
}
