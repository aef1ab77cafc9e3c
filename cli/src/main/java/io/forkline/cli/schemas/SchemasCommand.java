package io.forkline.cli.schemas;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The schemas of a registry. */
@Command(
        name = "schemas",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Registers the schemas of the topics, and compares them with those of a registry.", ""})
public final class SchemasCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give register, check or list");
    }
}
