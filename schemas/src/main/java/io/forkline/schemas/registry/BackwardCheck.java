package io.forkline.schemas.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Whether readers of one schema can read what was written with another, and if not, which field of which record is to blame. */
public final class BackwardCheck {

    private BackwardCheck() {}

    /**
     * What stands against reading; empty when nothing does. For example {@code JobRequested.target.uri: READER_FIELD_MISSING_DEFAULT_VALUE,
     * uri}.
     */
    public static List<String> problems(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(each -> path(reader, each) + ": " + each.getType() + ", " + each.getMessage())
                .toList();
    }

    /** Avro points into the JSON of the reader's schema, by numbers; people know fields by name. */
    private static String path(Schema reader, Incompatibility problem) {
        List<String> names = new ArrayList<>(List.of(reader.getName()));
        Schema at = reader;
        String[] steps = Stream.of(problem.getLocation().split("/"))
                .filter(step -> !step.isEmpty())
                .toArray(String[]::new);
        for (int i = 0; i < steps.length; i++) {
            switch (steps[i]) {
                case "fields" -> {
                    if (i + 1 < steps.length) {
                        Schema.Field field = at.getFields().get(Integer.parseInt(steps[++i]));
                        names.add(field.name());
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
        return String.join(".", names);
    }
}
