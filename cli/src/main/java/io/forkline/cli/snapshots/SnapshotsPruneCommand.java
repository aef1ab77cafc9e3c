package io.forkline.cli.snapshots;

import io.forkline.cli.CommandException;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.job.DurationConverter;
import io.forkline.cli.job.SizeConverter;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.Pruned;
import io.forkline.sandbox.snapshot.Retention;
import io.forkline.sandbox.snapshot.SnapshotStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes the snapshots that were used longest ago. */
@Command(
        name = "prune",
        description = {
            "Deletes snapshots, those first that were used longest ago, and none that is in use. Without options, those"
                    + " beyond the budget (FORKLINE_SNAPSHOT_BUDGET). Options add up: only what none of them keeps goes.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  forkline snapshots prune --older-than 30d",
            "  forkline snapshots prune --keep 3 --to 5GiB --dry-run"
        })
public final class SnapshotsPruneCommand implements Callable<Integer> {

    private final Host host;

    @Option(names = "--keep", paramLabel = "N", description = "Keep the N that were used last.")
    private @Nullable Integer keep;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Keep what was used within this time, for example 30d.")
    private @Nullable Duration olderThan;

    @Option(
            names = "--to",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Stop when all layers and checkpoints together are no larger, for example 5GiB.")
    private @Nullable Long to;

    @Option(names = "--dry-run", description = "Only say what would go.")
    private boolean dryRun;

    public SnapshotsPruneCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws SandboxException, InterruptedException {
        if (keep != null && keep < 0) {
            throw CommandException.usage("--keep takes a number from 0, this is " + keep);
        }
        SnapshotStore store = SnapshotStore.open(host.home());
        Retention retention = retention(store);
        Pruned pruned = dryRun ? store.wouldPrune(retention) : store.prune(retention);
        pruned.removed().forEach(snapshot -> print(dryRun ? "Would delete " : "Deleted ", snapshot, ""));
        pruned.inUse().forEach(snapshot -> print("Kept ", snapshot, ", which is in use"));
        host.terminal()
                .out()
                .println((dryRun ? "Would free " : "Freed ") + Text.bytes(pruned.freedBytes()) + "; "
                        + Text.bytes(pruned.leftBytes()) + " of "
                        + Text.bytes(store.budget().bytes())
                        + (dryRun ? " would be left" : " are left"));
        return ExitCode.COMPLETE;
    }

    private Retention retention(SnapshotStore store) {
        boolean plain = keep == null && olderThan == null && to == null;
        return new Retention(
                keep == null ? 0 : keep,
                olderThan == null ? Duration.ZERO : olderThan,
                plain ? Optional.of(store.budget().bytes()) : Optional.ofNullable(to));
    }

    private void print(String what, Snapshot snapshot, String more) {
        host.terminal()
                .out()
                .println(what + snapshot.id().abbreviated() + " of " + Text.clean(snapshot.environment()) + ", "
                        + Text.bytes(snapshot.bytes()) + more);
    }
}
