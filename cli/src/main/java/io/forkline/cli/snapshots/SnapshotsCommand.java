package io.forkline.cli.snapshots;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The snapshots of this host. */
@Command(
        name = "snapshots",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Shows, removes and carries the snapshots of this host.", ""})
public final class SnapshotsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give list, inspect, delete, prune, export or import");
    }
}
