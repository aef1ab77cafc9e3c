package io.forkline.cli.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The jobs of a cluster. */
@Command(
        name = "jobs",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Shows the jobs of a cluster and how far they have come.", ""})
public final class JobsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give list or show");
    }
}
