package io.forkline.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether this user may make the namespaces that confine a fork. */
final class NamespaceCheck implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String APPARMOR_REMEDY =
            "AppArmor keeps user namespaces from ordinary users (Ubuntu 24.04 and later)."
                    + " Allow them with `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`, or for Python alone with a"
                    + " profile in /etc/apparmor.d/forkline: `abi <abi/4.0>, profile forkline /usr/bin/python3* flags=(unconfined)"
                    + " { userns, }`, then `sudo apparmor_parser -r /etc/apparmor.d/forkline`";
    private static final String CONTAINER_REMEDY =
            "In a container give --security-opt seccomp=unconfined --security-opt"
                    + " systempaths=unconfined, or --cap-add SYS_ADMIN with the latter";

    private final Path proc;

    /** @param proc where the settings of the kernel are, {@code /proc/sys} on a real machine */
    NamespaceCheck(Path proc) {
        this.proc = proc;
    }

    @Override
    public String name() {
        return "namespaces";
    }

    @Override
    public Finding look() throws InterruptedException {
        Optional<Program.Ended> ended = Program.run(
                PATIENCE,
                List.of(
                        "unshare",
                        "--user",
                        "--map-root-user",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--ipc",
                        "--uts",
                        "--net",
                        "true"));
        if (ended.isEmpty()) {
            return new Finding.Lesser(
                    "cannot be tried without the program unshare",
                    "install util-linux; the sandbox check says the rest");
        }
        return ended.get().well()
                ? new Finding.Good("user, mount, PID, IPC, UTS and network")
                : new Finding.Missing("refused: " + ended.get().lastLine(), remedy());
    }

    private String remedy() {
        if (setting("kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
            return APPARMOR_REMEDY;
        }
        if (setting("kernel/unprivileged_userns_clone").equals("0")) {
            return "allow them with `sudo sysctl kernel.unprivileged_userns_clone=1`";
        }
        if (setting("user/max_user_namespaces").equals("0")) {
            return "allow them with `sudo sysctl user.max_user_namespaces=15000`";
        }
        return CONTAINER_REMEDY;
    }

    private String setting(String name) {
        try {
            return Files.readString(proc.resolve(name)).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
