package io.forkline.cli.cluster;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The topics of a cluster. */
@Command(
        name = "topics",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Creates the topics of a cluster, checks them, and says who needs to do what with them.", ""})
public final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give create, check or acls");
    }
}
