package io.forkline.schemas.registry;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;

/** Whether readers of one schema can read what was written with another, and if not, which field of which record is to blame. */
public final class BackwardCheck {

    private BackwardCheck() {}

    /**
     * What stands against reading; empty when nothing does. For example {@code JobRequested.target.uri: READER_FIELD_MISSING_DEFAULT_VALUE,
     * uri}.
     */
    public static List<String> problems(Schema reader, Schema writer) {
        return problems(reader.getName(), reader, writer).distinct().toList();
    }

    private static Stream<String> problems(String where, Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .flatMap(problem -> problems(where + path(reader, problem), problem));
    }

    /** Of a union Avro says only that it has no branch that would do. The branch that is meant says why not. */
    private static Stream<String> problems(String where, Incompatibility problem) {
        List<String> inBranches = problem.getType() == SchemaIncompatibilityType.MISSING_UNION_BRANCH
                ? inBranches(where, branches(problem.getReaderFragment()), branches(problem.getWriterFragment()))
                : List.of();
        return inBranches.isEmpty()
                ? Stream.of(where + ": " + problem.getType() + ", " + problem.getMessage())
                : inBranches.stream();
    }

    private static List<String> inBranches(String where, List<Schema> readers, List<Schema> writers) {
        return writers.stream()
                .flatMap(writer -> readers.stream()
                        .filter(reader -> reader.getType() == writer.getType()
                                && reader.getFullName().equals(writer.getFullName()))
                        .flatMap(reader -> problems(where, reader, writer)))
                .toList();
    }

    private static List<Schema> branches(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    }

    /** Avro points into the JSON of the reader's schema, by numbers; people know fields by name. */
    private static String path(Schema reader, Incompatibility problem) {
        StringBuilder path = new StringBuilder();
        Schema at = reader;
        String[] steps = Stream.of(problem.getLocation().split("/"))
                .filter(step -> !step.isEmpty())
                .toArray(String[]::new);
        for (int i = 0; i < steps.length; i++) {
            switch (steps[i]) {
                case "fields" -> {
                    if (i + 1 < steps.length) {
                        Schema.Field field = at.getFields().get(Integer.parseInt(steps[++i]));
                        path.append('.').append(field.name());
                        at = field.schema();
                    }
                }
                case "items" -> at = at.getElementType();
                case "values" -> at = at.getValueType();
                default -> {
                    if (at.getType() == Schema.Type.UNION && steps[i].matches("[0-9]+")) {
                        at = at.getTypes().get(Integer.parseInt(steps[i]));
                    }
                }
            }
        }
        return path.toString();
    }
}
