package io.forkline.cli.schemas;

import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.Subjects;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the registry has. */
@Command(
        name = "list",
        description = {"Shows version, id, level of compatibility and record type of each subject.", ""},
        footer = {"", "Example:", "  forkline schemas list --schema-registry http://registry:8081"})
public final class SchemasListCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private RegistryOptions options = new RegistryOptions();

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    public SchemasListCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        ClusterConnection connection = options.requireRegistry(host);
        List<SubjectState> states;
        try (Subjects subjects = connection.openSubjects()) {
            states = SchemaCatalogue.states(subjects, connection);
        }
        if (json) {
            host.terminal().out().println(SubjectsJson.of(states));
        } else {
            SubjectsTable.print(states, host.terminal());
        }
        return ExitCode.COMPLETE;
    }
}
