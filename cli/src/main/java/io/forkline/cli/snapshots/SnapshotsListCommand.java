package io.forkline.cli.snapshots;

import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what there is to fork from, newest first. */
@Command(
        name = "list",
        description = {"Shows id, environment, kind, size and age of each snapshot, newest first.", ""})
public final class SnapshotsListCommand implements Callable<Integer> {

    private final Host host;
    private final Clock clock;

    public SnapshotsListCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws SandboxException {
        List<Snapshot> snapshots = SnapshotStore.open(host.home()).list();
        if (snapshots.isEmpty()) {
            host.terminal()
                    .out()
                    .println("There are no snapshots in " + host.home().snapshots() + " yet.");
            return ExitCode.COMPLETE;
        }
        Table table = new Table(
                Column.left("ID"),
                Column.left("KIND"),
                Column.right("SIZE"),
                Column.right("AGE"),
                Column.left("ENVIRONMENT"));
        snapshots.forEach(snapshot -> table.row(
                new Cell(snapshot.id().abbreviated(), Ink.BOLD),
                Cell.of(snapshot.kind().name().toLowerCase(Locale.ROOT)),
                Cell.of(Text.bytes(snapshot.bytes())),
                Cell.of(age(Duration.between(snapshot.createdAt(), clock.instant()))),
                Cell.of(Text.clean(snapshot.environment()))));
        table.lines(host.terminal(), "").forEach(host.terminal().out()::println);
        return ExitCode.COMPLETE;
    }

    static String age(Duration age) {
        if (age.toDays() > 0) {
            return Text.count(age.toDays(), "day");
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
    }
}
