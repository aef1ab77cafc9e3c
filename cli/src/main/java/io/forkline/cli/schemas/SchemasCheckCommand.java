package io.forkline.cli.schemas;

import io.forkline.cli.ExitCode;
import io.forkline.cli.Host;
import io.forkline.cli.terminal.Ink;
import io.forkline.cli.terminal.Terminal;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.Subjects;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the registry with the catalogue; changes nothing. */
@Command(
        name = "check",
        description = {
            "Says which schemas the registry does not have, and which it has that this version cannot read. Changes nothing.",
            "Ends with 0 when services with schema.registry.auto.register=false can start, else with 1.",
            ""
        },
        footer = {"", "Example:", "  forkline schemas check --config production.properties"})
public final class SchemasCheckCommand implements Callable<Integer> {

    private final Host host;

    @Mixin
    private RegistryOptions options = new RegistryOptions();

    @Option(names = "--json", description = "As one JSON document.")
    private boolean json;

    public SchemasCheckCommand(Host host) {
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
            print(states);
        }
        return states.stream().allMatch(SubjectState::isUsable) ? ExitCode.COMPLETE : ExitCode.FAILED;
    }

    private void print(List<SubjectState> states) {
        Terminal terminal = host.terminal();
        for (SubjectState state : states) {
            switch (state.standing()) {
                case REGISTERED -> {
                    if (!Subjects.isAtLeastBackward(state.compatibility())) {
                        terminal.out()
                                .println(terminal.paint(Ink.DIM, "unguarded     ") + Text.clean(state.subject())
                                        + ": its own level of compatibility is "
                                        + Text.clean(state.compatibility().orElse("none")) + ", not BACKWARD");
                    }
                }
                case MISSING ->
                    terminal.out().println(terminal.paint(Ink.YELLOW, "missing       ") + Text.clean(state.subject()));
                case DIFFERENT ->
                    terminal.out()
                            .println(terminal.paint(Ink.YELLOW, "not this one  ") + Text.clean(state.subject())
                                    + ": it has other versions, all of which can be read");
                case INCOMPATIBLE -> printProblems(terminal, state);
            }
        }
        long usable = states.stream().filter(SubjectState::isUsable).count();
        terminal.out()
                .println(usable + " of " + Text.count(states.size(), "schema") + " registered"
                        + (usable == states.size() ? "" : "; `./forkline schemas register` registers the others"));
    }

    private static void printProblems(Terminal terminal, SubjectState state) {
        terminal.out().println(terminal.paint(Ink.RED, "incompatible  ") + Text.clean(state.subject()));
        state.problems().forEach(problem -> terminal.out().println("  " + Text.clean(problem)));
    }
}
