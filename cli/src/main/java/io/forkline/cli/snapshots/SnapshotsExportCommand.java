package io.forkline.cli.snapshots;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.terminal.Progress;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.archive.SnapshotExport;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a snapshot into one file. */
@Command(
        name = "export",
        description = {"Writes a snapshot into one file (tar, zstd), to import it on another host.", ""},
        footer = {"", "Example:", "  forkline snapshots export 3f2a91c0d4e5 python-review.tar.zst"})
public final class SnapshotsExportCommand implements Callable<Integer> {

    private final Host host;

    @Parameters(index = "0", paramLabel = "ID", description = "The id, or the beginning of it, as list shows it.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to; must not be there yet.")
    private Path file = Path.of("");

    public SnapshotsExportCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws SandboxException, InterruptedException {
        check(file.toAbsolutePath());
        Snapshot snapshot = Sandboxes.snapshot(host, id);
        SnapshotStore store = SnapshotStore.open(host.home());
        long bytes;
        try (Progress progress = new Progress(host.terminal())) {
            bytes = SnapshotExport.write(
                    store, snapshot, file, new TransferProgress(progress, "writing " + file.toAbsolutePath()));
        }
        host.terminal()
                .out()
                .println("Exported " + snapshot.id().abbreviated() + " of " + Text.clean(snapshot.environment()) + ", "
                        + Text.bytes(snapshot.bytes()) + ", to " + file.toAbsolutePath() + ", " + Text.bytes(bytes)
                        + "\ndigest " + snapshot.digest());
        store.checkpoint(snapshot.id())
                .ifPresent(made -> host.terminal()
                        .out()
                        .println("Its checkpoint, " + Text.bytes(made.bytes())
                                + ", is not in the file: it fits this host only, and is made again by the first fork"
                                + " elsewhere."));
        return ExitCode.COMPLETE;
    }

    private static void check(Path file) {
        Path folder = file.getParent();
        if (Files.exists(file) || folder == null || !Files.isWritable(folder)) {
            throw CommandException.usage("the snapshot cannot be written to " + file
                    + ": give a file that is not there yet, in a folder that is there and that you may write to");
        }
    }
}
