package io.forkline.cli.snapshots;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.NetworkAccess;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.archive.Imported;
import io.forkline.sandbox.archive.SnapshotImport;
import io.forkline.sandbox.local.BaseSystem;
import io.forkline.sandbox.snapshot.SnapshotStore;
import io.forkline.sandbox.tree.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a snapshot out of a file that another host wrote. */
@Command(
        name = "import",
        description = {
            "Takes a snapshot out of a file that `snapshots export` wrote. The host needs the same Python, libc and"
                    + " system release. Its files are checked against its digest; that they are what its environment's"
                    + " setup makes is the word of whoever exported it.",
            ""
        },
        footer = {"", "Example:", "  forkline snapshots import python-review.tar.zst"})
public final class SnapshotsImportCommand implements Callable<Integer> {

    private final Host host;

    @Parameters(arity = "1", paramLabel = "FILE", description = "Where from.")
    private Path file = Path.of("");

    @Option(
            names = "--digest",
            paramLabel = "SHA256",
            description = "Refuse any snapshot but the one with this digest, as export and inspect show it.")
    private @Nullable String digest;

    public SnapshotsImportCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws SandboxException, InterruptedException {
        if (digest != null && !Sha256.isValid(digest)) {
            throw CommandException.usage("--digest takes 64 lower-case hex digits, this is \"" + digest + "\"");
        }
        if (!Files.exists(file) || Files.isDirectory(file)) {
            throw CommandException.usage("there is no file " + file.toAbsolutePath());
        }
        SnapshotStore store = SnapshotStore.open(host.home());
        Imported imported;
        try (Progress progress = new Progress(host.terminal())) {
            var listener = new TransferProgress(progress, "reading " + file.toAbsolutePath());
            imported = new SnapshotImport(store, BaseSystem.probe().base(), listener)
                    .read(file, Optional.ofNullable(digest));
        }
        switch (imported) {
            case Imported.Added added -> {
                print("Imported ", added.snapshot(), "");
                print(added.snapshot().network());
                added.evicted().forEach(evicted -> print("Deleted ", evicted, ", to stay within the budget"));
            }
            case Imported.AlreadyHere there -> print("Nothing to do: ", there.snapshot(), ", is here already");
        }
        host.terminal().out().println("digest " + imported.snapshot().digest());
        return ExitCode.COMPLETE;
    }

    /** The environment's owner allows it, and here that is whoever made the file. */
    private void print(NetworkAccess network) {
        List<String> reached = network.host() ? List.of("all that this host reaches") : network.texts();
        reached.forEach(each -> host.terminal().out().println("its forks reach " + each));
    }

    private void print(String what, Snapshot snapshot, String more) {
        host.terminal()
                .out()
                .println(what + snapshot.id().abbreviated() + " of " + Text.clean(snapshot.environment()) + ", "
                        + Text.bytes(snapshot.bytes()) + more);
    }
}
