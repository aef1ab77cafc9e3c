package io.forkline.cli.run;

import io.forkline.cli.CommandException;
import io.forkline.cli.Main;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.EnvironmentId;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Deletes snapshots of this host and, where one is in use, says by whom. */
public final class SnapshotDeletion {

    private static final String PROGRAM = "forkline.jar";

    private final SnapshotStore store;

    private SnapshotDeletion(SnapshotStore store) {
        this.store = store;
    }

    public static SnapshotDeletion in(ForklineHome home) throws SandboxException {
        return new SnapshotDeletion(SnapshotStore.open(home));
    }

    /**
     * Deletes one.
     *
     * @throws CommandException when a process uses it, naming the process
     * @throws SandboxException when it is not there, or the disk refuses
     */
    public void delete(EnvironmentId id, String environment) throws SandboxException, InterruptedException {
        try {
            store.delete(id);
        } catch (SandboxException e) {
            List<ProcessHandle> users = store.users(id);
            if (users.isEmpty()) {
                throw e;
            }
            throw CommandException.failed(
                    "the snapshot " + id.abbreviated() + " of " + environment + " is in use by "
                            + users.stream().map(SnapshotDeletion::name).collect(Collectors.joining(", "))
                            + ", which keeps it as long as it runs; stop that, then give `forkline snapshots delete "
                            + id.abbreviated() + "`",
                    e);
        }
    }

    /** A Forkline by its command, any other process by its program. */
    private static String name(ProcessHandle process) {
        List<String> words = commandLine(process);
        String command = words.stream()
                .dropWhile(word -> !word.endsWith(PROGRAM) && !word.equals(Main.class.getName()))
                .skip(1)
                .findFirst()
                .map(name -> "forkline " + name)
                .orElse(words.getFirst());
        return "process " + process.pid() + " (" + Text.clean(command) + ")";
    }

    /** Java's own view of it ends after 4 KiB. */
    private static List<String> commandLine(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .split("\0"));
        } catch (IOException e) {
            return List.of("which has ended");
        }
    }
}
