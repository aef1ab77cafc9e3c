package io.forkline.cli.schemas;

import io.forkline.cli.CommandException;
import io.forkline.cli.schemas.SubjectState.Standing;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.BackwardCheck;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.registry.Subjects;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The schemas of all topics that have public records, and what a registry has of them. */
public final class SchemaCatalogue {

    private SchemaCatalogue() {}

    /** How all of them are, in the order of the topics. */
    static List<SubjectState> states(Subjects subjects, ClusterConnection connection) {
        return topics().stream()
                .map(topic -> state(subjects, connection, topic))
                .toList();
    }

    private static List<ForklineTopic> topics() {
        return Arrays.stream(ForklineTopic.values())
                .filter(topic -> topic.valueType().isPresent())
                .toList();
    }

    private static SubjectState state(Subjects subjects, ClusterConnection connection, ForklineTopic topic) {
        String subject = connection.subject(topic);
        Schema schema = ClusterConnection.schema(topic);
        List<Subjects.Version> versions = subjects.versions(subject);
        Optional<Integer> id = versions.isEmpty() ? Optional.empty() : subjects.idOf(subject, schema);
        List<String> problems = problems(schema, versions);
        Standing standing = versions.isEmpty()
                ? Standing.MISSING
                : !problems.isEmpty()
                        ? Standing.INCOMPATIBLE
                        : id.isPresent() ? Standing.REGISTERED : Standing.DIFFERENT;
        return new SubjectState(
                connection.layout().name(topic),
                subject,
                schema,
                standing,
                versions.stream()
                        .filter(version -> id.isEmpty() || id.get() == version.id())
                        .reduce((earlier, later) -> later),
                subjects.compatibility(subject),
                problems);
    }

    /** Of every version, as values of all of them may lie on the topic. */
    private static List<String> problems(Schema schema, List<Subjects.Version> versions) {
        List<String> problems = new ArrayList<>();
        versions.forEach(version -> version.schema()
                .map(earlier -> BackwardCheck.problems(schema, earlier))
                .orElse(List.of("it is of type " + version.type() + ", and not Avro that can be read by itself"))
                .forEach(problem -> problems.add("version " + version.version() + ": " + problem)));
        return problems;
    }

    /**
     * Returns when the registry has what a service writes. Where writers register it is registered now, so that who may not learns it
     * before any work is done.
     *
     * @throws CommandException naming the subjects that are not there, and what to do
     * @throws io.forkline.schemas.registry.RegistryUnavailableException when it does not let who asks register
     */
    public static void requireRegistered(ClusterConnection connection, List<ForklineTopic> written) {
        if (connection.subjects().autoRegister()) {
            try (SchemaRegistry registry = connection.openRegistry()) {
                written.forEach(topic -> registry.register(connection.subject(topic), ClusterConnection.schema(topic)));
            }
            return;
        }
        try (Subjects subjects = connection.openSubjects()) {
            List<String> missing = written.stream()
                    .filter(topic -> subjects.idOf(connection.subject(topic), ClusterConnection.schema(topic))
                            .isEmpty())
                    .map(connection::subject)
                    .toList();
            if (!missing.isEmpty()) {
                throw CommandException.failed(
                        "the schema registry at " + connection.shownRegistry()
                                + " does not have what this service writes: "
                                + String.join(", ", missing)
                                + "; register it with `./forkline schemas register`, as schema.registry.auto.register=false"
                                + " forbids services to do so",
                        null);
            }
        }
    }
}
