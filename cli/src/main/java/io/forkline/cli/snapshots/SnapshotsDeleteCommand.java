package io.forkline.cli.snapshots;

import io.forkline.cli.Host;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.run.SnapshotDeletion;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes snapshots and frees the disk they took. */
@Command(
        name = "delete",
        description = {"Deletes snapshots and frees the disk. What is needed again is built again.", ""},
        footer = {"", "Example:", "  forkline snapshots delete 3f2a91c0d4e5"})
public final class SnapshotsDeleteCommand implements Callable<Integer> {

    private final Host host;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The id, or the beginning of it, as list shows it.")
    private List<String> ids = List.of();

    public SnapshotsDeleteCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws SandboxException, InterruptedException {
        SnapshotDeletion deletion = SnapshotDeletion.in(host.home());
        for (String id : ids) {
            Snapshot snapshot = Sandboxes.snapshot(host, id);
            deletion.delete(snapshot.id(), Text.clean(snapshot.environment()));
            host.terminal()
                    .out()
                    .println("Deleted " + snapshot.id().abbreviated() + " of " + Text.clean(snapshot.environment())
                            + ", " + Text.bytes(snapshot.bytes()));
        }
        return 0;
    }
}
