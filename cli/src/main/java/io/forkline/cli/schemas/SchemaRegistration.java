package io.forkline.cli.schemas;

import io.forkline.cli.CommandException;
import io.forkline.cli.schemas.SubjectState.Standing;
import io.forkline.cli.terminal.Text;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What registering the catalogue did.
 *
 * @param registered subjects that got our schema
 * @param guarded subjects that were set to BACKWARD
 * @param all how many subjects there are
 */
public record SchemaRegistration(List<String> registered, List<String> guarded, int all) {

    public SchemaRegistration {
        registered = List.copyOf(registered);
        guarded = List.copyOf(guarded);
    }

    /**
     * Registers what is missing, and has the registry refuse what readers of today could not read. Deletes nothing.
     *
     * @param listener told each schema that is registered, as a line
     * @throws CommandException when something lies under one of the subjects that we cannot read; then nothing is changed
     */
    public static SchemaRegistration apply(Subjects subjects, ClusterConnection connection, Consumer<String> listener) {
        List<SubjectState> states = SchemaCatalogue.states(subjects, connection);
        refuseIncompatible(states);
        List<String> registered = new ArrayList<>();
        List<String> guarded = new ArrayList<>();
        for (SubjectState state : states) {
            boolean guard = !Subjects.isAtLeastBackward(state.compatibility());
            boolean exists = state.standing() != Standing.MISSING;
            if (guard && exists) {
                // First, so that the registry itself answers for the new version.
                subjects.setBackward(state.subject());
            }
            if (!state.isUsable()) {
                int id = subjects.register(state.subject(), state.schema());
                listener.accept(
                        state.subject() + " as id " + id + ", " + state.schema().getName());
                registered.add(state.subject());
            }
            if (guard && !exists) {
                subjects.setBackward(state.subject());
            }
            if (guard) {
                guarded.add(state.subject());
            }
        }
        return new SchemaRegistration(registered, guarded, states.size());
    }

    private static void refuseIncompatible(List<SubjectState> states) {
        List<SubjectState> incompatible = states.stream()
                .filter(state -> state.standing() == Standing.INCOMPATIBLE)
                .toList();
        if (!incompatible.isEmpty()) {
            throw CommandException.failed(
                    "nothing was registered, as this Forkline cannot read what was written with schemas that are there:\n"
                            + incompatible.stream()
                                    .flatMap(state -> state.problems().stream()
                                            .map(problem -> "  " + Text.clean(state.subject() + ", " + problem)))
                                    .collect(Collectors.joining("\n"))
                            + "\nGive this deployment other names with topics.prefix, or have the owner of the subject delete it",
                    null);
        }
    }

    /** For example "registered 11 schemas, set 11 subjects to BACKWARD". */
    public String summary() {
        String of = registered.isEmpty()
                ? Text.count(all, "schema") + " registered already"
                : "registered " + Text.count(registered.size(), "schema");
        return guarded.isEmpty() ? of : of + ", set " + Text.count(guarded.size(), "subject") + " to BACKWARD";
    }
}
