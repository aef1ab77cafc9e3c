package io.forkline.cli.snapshots;

import io.forkline.cli.terminal.Ages;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Table;
import io.forkline.cli.terminal.Table.Cell;
import io.forkline.cli.terminal.Table.Column;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.sandbox.Base;
import io.forkline.sandbox.Layer;
import io.forkline.sandbox.Recipe;
import io.forkline.sandbox.Snapshot;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One snapshot, for a person. */
final class SnapshotView {

    private static final int SHORT_DIGEST = 12;

    private final Terminal terminal;
    private final Ages ages;

    SnapshotView(Terminal terminal, Ages ages) {
        this.terminal = terminal;
        this.ages = ages;
    }

    /** What it is and where it comes from. */
    void print(StoredSnapshot stored, List<Snapshot> others, boolean verified) {
        Snapshot snapshot = stored.snapshot();
        terminal.out()
                .println(terminal.paint(Ink.BOLD, Text.clean(snapshot.environment())) + "  "
                        + snapshot.kind().name().toLowerCase(Locale.ROOT) + "  " + Text.bytes(snapshot.bytes()));
        line("id", snapshot.id().value());
        line("digest", snapshot.digest() + (verified ? "  (verified)" : ""));
        line("provider", snapshot.provider());
        line(
                "built",
                snapshot.createdAt().truncatedTo(ChronoUnit.SECONDS) + ", " + ages.of(snapshot.createdAt())
                        + " ago, on " + snapshot.builtOn() + " in "
                        + Text.millis(snapshot.buildTime().toMillis()));
        line(
                "last used",
                stored.inUse()
                        ? "now"
                        : stored.lastUsed().truncatedTo(ChronoUnit.SECONDS) + ", " + ages.of(stored.lastUsed())
                                + " ago");
        stored.checkpoint().ifPresent(made -> line("checkpoint", made.digest() + ", " + Text.bytes(made.bytes())));
        if (!stored.missing().isEmpty()) {
            line(
                    "damaged",
                    Text.count(stored.missing().size(), "layer") + " missing; it is built again when it is needed");
        }
        print(snapshot.base());
        print(snapshot.recipe());
        line("preload", snapshot.preload().isEmpty() ? "-" : String.join(", ", snapshot.preload()));
        line(
                "limits",
                Text.number(snapshot.limits().cpus()) + " cpus, "
                        + Text.bytes(snapshot.limits().memoryBytes()) + " memory, "
                        + snapshot.limits().processes() + " processes, "
                        + Text.bytes(snapshot.limits().diskBytes()) + " disk");
        network(snapshot.network().texts());
        terminal.out().println();
        layers(snapshot, others).lines(terminal, "  ").forEach(terminal.out()::println);
        terminal.out().println();
    }

    private void print(Base base) {
        line("base", "Python " + base.interpreter());
        line("", base.abi() + ", " + base.libc() + ", " + base.machine() + ", " + base.system());
        line("", base.prefix());
    }

    private void print(Recipe recipe) {
        commands("setup", recipe.setup());
        line("", recipe.setupNetwork() ? "with network" : "without network");
        commands("verify", recipe.verify());
    }

    private void network(List<String> destinations) {
        line("network", destinations.isEmpty() ? "none" : destinations.getFirst());
        destinations.stream().skip(1).forEach(destination -> line("", destination));
    }

    private void commands(String name, List<String> commands) {
        line(name, commands.isEmpty() ? "-" : "$ " + commands.getFirst());
        commands.stream().skip(1).forEach(command -> line("", "$ " + command));
    }

    private static Table layers(Snapshot snapshot, List<Snapshot> others) {
        Table table = new Table(Column.left("LAYER"), Column.right("SIZE"), Column.left("ALSO IN"));
        for (Layer layer : snapshot.layers()) {
            List<String> sharers = others.stream()
                    .filter(other -> other.layerDigests().contains(layer.digest()))
                    .map(other -> other.id().abbreviated())
                    .toList();
            table.row(
                    Cell.of(layer.digest()),
                    Cell.of(Text.bytes(layer.bytes())),
                    Cell.of(sharers.isEmpty() ? "-" : String.join(", ", sharers)));
        }
        return table;
    }

    /** What was made from it. */
    void print(Optional<Descent> descent) {
        if (descent.isEmpty()) {
            terminal.out()
                    .println("Reports name it by its digest; --bootstrap-servers HOST:PORT shows the forks that a"
                            + " cluster's results name.");
            return;
        }
        Descent found = descent.get();
        terminal.out()
                .println(Text.count(found.forks().size(), "fork") + " of it in the results of the cluster"
                        + (found.ofOtherSnapshots() == 0
                                ? ""
                                : "; " + found.ofOtherSnapshots() + " of other snapshots of the environment"));
        if (!found.forks().isEmpty()) {
            terminal.out().println();
            forks(found.forks()).lines(terminal, "  ").forEach(terminal.out()::println);
        }
    }

    private Table forks(List<Descent.Fork> forks) {
        Table table = new Table(
                Column.left("FORK"),
                Column.left("PERSPECTIVE"),
                Column.left("OUTCOME"),
                Column.left("TARGET"),
                Column.left("HOST"),
                Column.right("AGE"),
                Column.left("RUN"));
        forks.forEach(fork -> table.row(
                Cell.of(Text.clean(fork.forkId())),
                Cell.of(Text.clean(fork.perspective())),
                Cell.of(fork.outcome().toLowerCase(Locale.ROOT)),
                Cell.of(abbreviated(Text.clean(fork.target()))),
                Cell.of(Text.clean(fork.host())),
                Cell.of(ages.of(fork.at())),
                Cell.of(Text.clean(fork.runId()))));
        return table;
    }

    private static String abbreviated(String digest) {
        return digest.length() > SHORT_DIGEST ? digest.substring(0, SHORT_DIGEST) : digest;
    }

    /** Long values are not broken: they are there to be copied. */
    private void line(String name, String value) {
        terminal.out().println(Text.format("  %-11s", name) + Text.clean(value));
    }
}
