package io.forkline.sandbox.attack;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.TargetTree;
import io.forkline.sandbox.target.TargetLimits;
import io.forkline.sandbox.target.TargetSource;
import io.forkline.sandbox.target.TargetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Hands an archive that an attack made to a target store with small limits, and looks at what comes out. */
final class StoreTrial {

    private static final long MIB = 1024 * 1024;
    private static final TargetLimits LIMITS = new TargetLimits(8 * MIB, 4 * MIB, 1_000, 16);
    private static final int SETUID_AND_SETGID = 06000;

    private final Path folder;

    /** @param folder is made when it is not there */
    StoreTrial(Path folder) {
        this.folder = folder;
    }

    Finding of(byte[] archive, Optional<String> refusal) throws SandboxException, IOException, InterruptedException {
        var file = Files.write(Files.createDirectories(folder).resolve("archive"), archive);
        TargetTree tree;
        try {
            tree = TargetStore.open(folder.resolve("targets"), LIMITS).fetch(TargetSource.Archive.of(file));
        } catch (SandboxException refused) {
            var why = String.valueOf(refused.getMessage()).replace("the archive " + file, "it");
            return refusal.filter(why::contains).isPresent()
                    ? Finding.held(why)
                    : Finding.notHeld("it was refused for another reason than expected: " + why);
        }
        return refusal.isPresent() ? Finding.notHeld("the store took it") : clean(tree.root());
    }

    private static Finding clean(Path root) throws IOException {
        try (var walk = Files.walk(root)) {
            var files = walk.toList();
            for (var path : files) {
                var harm = harm(root, path);
                if (harm.isPresent()) {
                    return Finding.notHeld(root.relativize(path) + " " + harm.get());
                }
            }
            return Finding.held("unpacked without what leads out, " + (files.size() - 1) + " of its entries are left");
        }
    }

    private static Optional<String> harm(Path root, Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isOther()) {
            return Optional.of("is a device, a pipe or a socket");
        }
        if (!path.toRealPath().startsWith(root.toRealPath())) {
            return Optional.of("leads out of the tree");
        }
        var mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & SETUID_AND_SETGID) != 0 ? Optional.of("is setuid or setgid") : Optional.empty();
    }
}
