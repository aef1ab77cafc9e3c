package io.forkline.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a user namespace may mount an overlay, which is what a fork's files are. */
final class OverlayCheck implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String TRY = "mount -t tmpfs none /tmp && mkdir /tmp/lower /tmp/upper /tmp/work /tmp/merged"
            + " && mount -t overlay overlay -o userxattr,lowerdir=/tmp/lower,upperdir=/tmp/upper,workdir=/tmp/work"
            + " /tmp/merged";

    @Override
    public String name() {
        return "overlay";
    }

    @Override
    public Finding look() throws InterruptedException {
        Optional<Program.Ended> ended =
                Program.run(PATIENCE, List.of("unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c", TRY));
        if (ended.isEmpty()) {
            return new Finding.Lesser(
                    "cannot be tried without the program unshare",
                    "install util-linux; the sandbox check says the rest");
        }
        return ended.get().well()
                ? new Finding.Good("mounts in a user namespace")
                : new Finding.Missing(
                        "does not mount: " + ended.get().lastLine(),
                        "use a kernel from 5.11 on with overlayfs (`sudo modprobe overlay`), and allow namespaces first");
    }
}
