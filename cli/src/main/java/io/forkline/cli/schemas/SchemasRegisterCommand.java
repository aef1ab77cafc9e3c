package io.forkline.cli.schemas;

import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.Subjects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings the registry to what the catalogue says. */
@Command(
        name = "register",
        description = {
            "Registers the schemas that are missing, and has the registry refuse what readers could not read (BACKWARD). Deletes"
                    + " nothing.",
            ""
        },
        footer = {
            "",
            "A subject that is BACKWARD_TRANSITIVE, FULL or FULL_TRANSITIVE stays so.",
            "",
            "Example:",
            "  forkline schemas register --config production.properties"
        })
public final class SchemasRegisterCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private RegistryOptions options = new RegistryOptions();

    public SchemasRegisterCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        ClusterConnection connection = options.requireRegistry(host);
        Terminal terminal = host.terminal();
        try (Subjects subjects = connection.openSubjects()) {
            SchemaRegistration done = SchemaRegistration.apply(
                    subjects,
                    connection,
                    line -> terminal.out().println(terminal.paint(Ink.GREEN, "registered ") + Text.clean(line)));
            terminal.out().println(done.summary());
        }
        return ExitCode.COMPLETE;
    }
}
