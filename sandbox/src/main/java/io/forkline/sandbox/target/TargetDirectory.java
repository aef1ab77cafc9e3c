package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.TargetTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a {@link TargetStore}: {@code trees} has each tree under its digest, {@code known} has a file for each archive, commit or
 * inline target that says which tree it is, {@code staging} is where one is made, {@code locks} is for {@link HostLock}. What has its
 * final name is whole, and on the disk.
 */
final class TargetDirectory {

    private final Path trees;
    private final Path known;
    private final Path staging;
    private final Path locks;

    private TargetDirectory(Path root) throws IOException {
        trees = Files.createDirectories(root.resolve("trees"));
        known = Files.createDirectories(root.resolve("known"));
        staging = Files.createDirectories(root.resolve("staging"));
        locks = Files.createDirectories(root.resolve("locks"));
    }

    static TargetDirectory open(Path root) throws SandboxException {
        try {
            TargetDirectory directory = new TargetDirectory(root.toAbsolutePath());
            Stage.sweep(directory.staging);
            return directory;
        } catch (IOException e) {
            throw SandboxException.permanent("the directory for targets " + root + " cannot be used: " + e, e);
        }
    }

    /** The tree of this digest. */
    Optional<TargetTree> tree(String digest) {
        Path root = trees.resolve(digest);
        return Files.isDirectory(root) ? Optional.of(new TargetTree(root, digest)) : Optional.empty();
    }

    /** The tree that something else than its own digest stands for. */
    Optional<TargetTree> tree(Alias alias) throws IOException {
        Path file = known.resolve(alias.fileName());
        return Files.exists(file) ? tree(Files.readString(file)) : Optional.empty();
    }

    void remember(Alias alias, TargetTree tree) throws IOException {
        try (Stage stage = stage()) {
            Path file = Files.writeString(stage.directory().resolve("alias"), tree.digest());
            sync(file);
            Files.move(file, known.resolve(alias.fileName()), StandardCopyOption.ATOMIC_MOVE);
            sync(known);
        }
    }

    /** What is done while nobody else on this host does it. */
    interface Fetch {
        TargetTree fetch() throws SandboxException, IOException, InterruptedException;
    }

    TargetTree alone(String digest, Fetch fetch) throws SandboxException, IOException, InterruptedException {
        HostLock lock = HostLock.acquire(locks, digest);
        try {
            return fetch.fetch();
        } finally {
            lock.close();
        }
    }

    Stage stage() throws IOException {
        return Stage.create(staging);
    }

    /** Gives a finished tree its final name. Of two equal ones the first stays. */
    TargetTree publish(Path finished, String digest) throws IOException {
        Path root = trees.resolve(digest);
        if (!Files.exists(root)) {
            try (Stream<Path> all = Files.walk(finished)) {
                for (Path each : (Iterable<Path>) all::iterator) {
                    if (!Files.isSymbolicLink(each)) {
                        sync(each);
                    }
                }
            }
            try {
                Files.move(finished, root, StandardCopyOption.ATOMIC_MOVE);
                sync(trees);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
                // Somebody else made the same tree meanwhile.
            }
        }
        return new TargetTree(root, digest);
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
