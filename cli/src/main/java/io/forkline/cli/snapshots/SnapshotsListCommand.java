package io.forkline.cli.snapshots;

import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Ages;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SnapshotBudget;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what there is to fork from, newest first. */
@Command(
        name = "list",
        description = {
            "Shows id, environment, kind, provider, size, age and last use of each snapshot, newest first.",
            ""
        },
        footer = {"", "Example:", "  forkline snapshots list --json | jq -r '.snapshots[].digest'"})
public final class SnapshotsListCommand implements Callable<Integer> {

    private final Host host;
    private final Clock clock;

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    public SnapshotsListCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws SandboxException {
        SnapshotStore store = SnapshotStore.open(host.home());
        List<StoredSnapshot> snapshots = new ArrayList<>();
        for (var snapshot : store.list()) {
            snapshots.add(StoredSnapshot.of(store, snapshot));
        }
        long bytes =
                store.bytes(snapshots.stream().map(StoredSnapshot::snapshot).toList());
        if (json) {
            host.terminal()
                    .out()
                    .println(SnapshotJson.list(snapshots, bytes, store.budget().bytes()));
        } else if (snapshots.isEmpty()) {
            host.terminal()
                    .out()
                    .println("There are no snapshots in " + host.home().snapshots() + " yet.");
        } else {
            print(snapshots);
            host.terminal()
                    .out()
                    .println("\n" + Text.count(snapshots.size(), "snapshot") + ", " + Text.bytes(bytes) + " of "
                            + Text.bytes(store.budget().bytes()) + " (" + SnapshotBudget.VARIABLE + ")");
        }
        return ExitCode.COMPLETE;
    }

    private void print(List<StoredSnapshot> snapshots) {
        Table table = new Table(
                Column.left("ID"),
                Column.left("KIND"),
                Column.left("PROVIDER"),
                Column.right("SIZE"),
                Column.right("AGE"),
                Column.right("USED"),
                Column.left("ENVIRONMENT"));
        Ages ages = new Ages(clock.instant());
        snapshots.forEach(stored -> table.row(
                new Cell(stored.snapshot().id().abbreviated(), Ink.BOLD),
                Cell.of(stored.snapshot().kind().name().toLowerCase(Locale.ROOT)),
                Cell.of(Text.clean(stored.snapshot().provider())),
                Cell.of(Text.bytes(stored.snapshot().bytes() + stored.checkpointBytes())),
                Cell.of(ages.of(stored.snapshot().createdAt())),
                Cell.of(stored.inUse() ? "now" : ages.of(stored.lastUsed())),
                Cell.of(Text.clean(stored.snapshot().environment()))));
        table.lines(host.terminal(), "").forEach(host.terminal().out()::println);
    }
}
