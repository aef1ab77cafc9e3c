package io.forkline.cli.snapshots;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.cluster.ClusterCheck;
import io.forkline.cli.cluster.ClusterOptions;
import io.forkline.cli.run.Sandboxes;
import io.forkline.cli.service.ServiceSettings;
import io.forkline.cli.terminal.Ages;
import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.snapshot.SnapshotStore;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.settings.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a snapshot is, where it comes from, and what was made from it. */
@Command(
        name = "inspect",
        description = {
            "Shows what a snapshot is made of and how it was built. With the options of a cluster, also the forks that"
                    + " the cluster's results name as made from it.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  forkline snapshots inspect 3f2a91c0d4e5 --verify",
            "  forkline snapshots inspect 3f2a91c0d4e5 --bootstrap-servers kafka:9092"
        })
public final class SnapshotsInspectCommand implements Callable<Integer> {

    private final Host host;
    private final Clock clock;

    @Parameters(arity = "1", paramLabel = "ID", description = "The id, or the beginning of it, as list shows it.")
    private String id = "";

    @Option(names = "--verify", description = "Read all its files, and check them against their digests.")
    private boolean verify;

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    public SnapshotsInspectCommand(Host host, Clock clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public Integer call() throws SandboxException, InterruptedException {
        Snapshot snapshot = Sandboxes.snapshot(host, id);
        SnapshotStore store = SnapshotStore.open(host.home());
        StoredSnapshot stored = StoredSnapshot.of(store, snapshot);
        List<Snapshot> others = store.list().stream()
                .filter(other -> !other.id().equals(snapshot.id()))
                .toList();
        if (verify) {
            store.verify(snapshot);
        }
        Optional<Descent> descent = cluster.isGiven() ? Optional.of(descent(snapshot)) : Optional.empty();
        if (json) {
            ObjectNode node = SnapshotJson.one(stored);
            descent.ifPresent(found -> node.set("forks", found.json()));
            host.terminal().out().println(node);
        } else {
            SnapshotView view = new SnapshotView(host.terminal(), new Ages(clock.instant()));
            view.print(stored, others, verify);
            view.print(descent);
        }
        return ExitCode.COMPLETE;
    }

    private Descent descent(Snapshot snapshot) throws InterruptedException {
        Settings settings = cluster.settings();
        ClusterConnection connection = ClusterConnection.from(settings);
        ServiceSettings.from(settings, connection, host.env(), ServiceSettings.state(host.home()));
        ClusterCheck.requireReachable(connection);
        return Descent.find(connection, snapshot);
    }
}
