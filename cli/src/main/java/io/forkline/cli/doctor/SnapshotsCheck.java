package io.forkline.cli.doctor;

import io.forkline.cli.CommandException;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.SnapshotBudget;
import io.forkline.sandbox.snapshot.SnapshotStore;

/** How much of its budget the store has taken, and whether all of it can be read. */
record SnapshotsCheck(Host host) implements Check {

    @Override
    public String name() {
        return "snapshots";
    }

    @Override
    public Finding look() {
        try {
            SnapshotStore store = SnapshotStore.open(host.home());
            var snapshots = store.list();
            long bytes = store.bytes(snapshots);
            String found = Text.count(snapshots.size(), "snapshot") + ", " + Text.bytes(bytes) + " of "
                    + Text.bytes(store.budget().bytes()) + " in " + host.home().root();
            return bytes <= store.budget().bytes()
                    ? new Finding.Good(found)
                    : new Finding.Lesser(
                            found,
                            "set " + SnapshotBudget.VARIABLE + " to more, or end what uses them: those that were used"
                                    + " longest ago go with the next run");
        } catch (CommandException e) {
            return new Finding.Missing(String.valueOf(e.getMessage()), "correct the variable");
        } catch (SandboxException e) {
            return new Finding.Missing(String.valueOf(e.getMessage()), "see to the file that is named");
        }
    }
}
