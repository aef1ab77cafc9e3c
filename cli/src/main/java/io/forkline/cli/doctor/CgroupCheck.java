package io.forkline.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether forks can have cgroups of their own; without them, resource limits do what they can. */
final class CgroupCheck implements Check {

    private final Path root;

    /** @param root where cgroups are mounted, {@code /sys/fs/cgroup} on a real machine */
    CgroupCheck(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return "cgroups";
    }

    @Override
    public Finding look() {
        boolean unified = Files.exists(root.resolve("cgroup.controllers"));
        boolean split = Files.isDirectory(root.resolve("memory"));
        if (!unified && !split) {
            return new Finding.Lesser(
                    "none", "mount cgroups for limits of a fork as a whole; each process has its own");
        }
        String version = unified ? "v2" : "v1";
        return Files.isWritable(unified ? root : root.resolve("memory"))
                ? new Finding.Good(version + ", writable")
                : new Finding.Lesser(
                        version + ", not writable by this user",
                        "nothing has to be done; for limits of a fork as a whole delegate a cgroup to this user, for"
                                + " example with `systemd-run --user --scope -p Delegate=yes`");
    }
}
