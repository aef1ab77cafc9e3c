package io.forkline.cli.deadletters;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The records of a cluster that could not be used. */
@Command(
        name = "dead-letters",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Shows the records of a cluster that could not be used, and publishes them again.",
            "",
            "The id of a dead letter is partition-offset: its place on the topic of the dead letters, which never changes.",
            ""
        })
public final class DeadLettersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give list, show or redrive");
    }
}
