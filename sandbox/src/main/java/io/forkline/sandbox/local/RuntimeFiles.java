package io.forkline.sandbox.local;

import io.forkline.sandbox.snapshot.LockFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.commons.io.file.PathUtils;

/** The sandbox's own programs, brought from the resources to the disk, where the supervisor and the zygotes run them. */
final class RuntimeFiles {

    static final String SETUP_PROGRAMS = "setup/bin/";

    static final List<String> NAMES = List.of(
            "__main__.py",
            "_forkline/__init__.py",
            "_forkline/arguments.py",
            "_forkline/attacher.py",
            "_forkline/bpf.py",
            "_forkline/capture.py",
            "_forkline/cell.py",
            "_forkline/cells.py",
            "_forkline/cgroups.py",
            "_forkline/channel.py",
            "_forkline/cold.py",
            "_forkline/commands.py",
            "_forkline/destinations.py",
            "_forkline/dialling.py",
            "_forkline/enforcement.py",
            "_forkline/environments.py",
            "_forkline/exchange.py",
            "_forkline/failures.py",
            "_forkline/files.py",
            "_forkline/forks.py",
            "_forkline/hints.py",
            "_forkline/identity.py",
            "_forkline/impossible.py",
            "_forkline/instances.py",
            "_forkline/keeper.py",
            "_forkline/keepers.py",
            "_forkline/kernel.py",
            "_forkline/launch.py",
            "_forkline/lease.py",
            "_forkline/limits.py",
            "_forkline/listeners.py",
            "_forkline/loop.py",
            "_forkline/memory_use.py",
            "_forkline/memory_watch.py",
            "_forkline/namespaces.py",
            "_forkline/nest.py",
            "_forkline/nests.py",
            "_forkline/outbox.py",
            "_forkline/passage.py",
            "_forkline/policy.py",
            "_forkline/pool.py",
            "_forkline/processes.py",
            "_forkline/relay.py",
            "_forkline/relays.py",
            "_forkline/renewal.py",
            "_forkline/resolving.py",
            "_forkline/rootfs.py",
            "_forkline/runner.py",
            "_forkline/runners.py",
            "_forkline/script.py",
            "_forkline/seccomp.py",
            "_forkline/supervisor.py",
            "_forkline/surroundings.py",
            "_forkline/syscalls.py",
            "_forkline/warm.py",
            "_forkline/zygote.py",
            "_gvisor/__init__.py",
            "_gvisor/bundle.py",
            "_gvisor/cgroups.py",
            "_gvisor/container.py",
            "_gvisor/filesystem.py",
            "_gvisor/guest.py",
            "_gvisor/keeper.py",
            "_gvisor/paths.py",
            "_gvisor/service.py",
            "_gvisor/settings.py",
            "_gvisor/supervisor.py",
            "setup/bin/pip",
            "setup/bin/pip3",
            "setup/pip-25.3-py3-none-any.whl",
            "setup/python/sitecustomize.py");

    private static final String STAGE = ".stage-";

    private RuntimeFiles() {}

    /**
     * The directory of the programs of this version; other versions keep theirs beside it.
     *
     * @param directory where the directories of all versions are
     */
    static Path install(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var alone = LockFile.at(directory.resolve(".lock")).exclusive();
        try {
            sweep(directory);
            var home = directory.resolve(digest());
            if (!Files.isDirectory(home)) {
                Files.move(stage(directory), home, StandardCopyOption.ATOMIC_MOVE);
            }
            return home;
        } finally {
            alone.close();
        }
    }

    /** Who has the lock is the only one who stages, so what is staged already was left by a crash. */
    private static void sweep(Path directory) throws IOException {
        try (var left = Files.newDirectoryStream(directory, STAGE + "*")) {
            for (var stage : left) {
                PathUtils.deleteDirectory(stage);
            }
        }
    }

    private static Path stage(Path directory) throws IOException {
        var staged = Files.createDirectory(directory.resolve(STAGE + UUID.randomUUID()));
        for (var name : NAMES) {
            var file = staged.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content(name));
            var mode = name.startsWith(SETUP_PROGRAMS) ? "rwxr-xr-x" : "rw-r--r--";
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
        return staged;
    }

    private static String digest() throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var name : NAMES) {
                digest.update(content(name));
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static byte[] content(String name) throws IOException {
        try (var resource = RuntimeFiles.class.getResourceAsStream("runtime/" + name)) {
            if (resource == null) {
                throw new UncheckedIOException(new IOException("the program " + name + " is missing from this build"));
            }
            return resource.readAllBytes();
        }
    }
}
