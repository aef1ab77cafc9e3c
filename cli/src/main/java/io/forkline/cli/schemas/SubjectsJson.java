package io.forkline.cli.schemas;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.schemas.registry.Subjects;
import java.util.List;

/** Subjects as JSON. Field names are a promise to scripts. */
final class SubjectsJson {

    private SubjectsJson() {}

    /** {@code {"subjects": [...]}}. */
    static ObjectNode of(List<SubjectState> states) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode array = root.putArray("subjects");
        states.forEach(state -> array.add(one(state)));
        return root;
    }

    private static ObjectNode one(SubjectState state) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("subject", state.subject())
                .put("topic", state.topic())
                .put("type", state.schema().getFullName())
                .put("state", state.standing().name())
                .put(
                        "version",
                        state.registered().map(Subjects.Version::version).orElse(null))
                .put("id", state.registered().map(Subjects.Version::id).orElse(null))
                .put("compatibility", state.compatibility().orElse(null));
        ArrayNode problems = node.putArray("problems");
        state.problems().forEach(problems::add);
        return node;
    }
}
