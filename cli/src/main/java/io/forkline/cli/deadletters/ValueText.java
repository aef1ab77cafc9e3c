package io.forkline.cli.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordJson;
import io.forkline.schemas.topic.ForklineTopic;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What can be read in the value of a dead letter. */
sealed interface ValueText {

    /** It is a record of the topic it came from. */
    record Readable(String type, ObjectNode tree) implements ValueText {}

    /** It is not, or not now; {@code why} says which. */
    record Unreadable(String why) implements ValueText {}

    /** Decodes it as those do who read the topic. Where the registry is out of reach, that is an answer too. */
    static ValueText of(Letter letter, ClusterConnection connection) {
        if (letter.value() == null) {
            return new Unreadable("it has none");
        }
        Optional<ForklineTopic> topic = letter.said()
                .flatMap(said -> Arrays.stream(ForklineTopic.values())
                        .filter(each -> connection.layout().name(each).equals(said.topic()))
                        .findAny());
        if (topic.isEmpty() || topic.get().valueType().isEmpty()) {
            return new Unreadable("what its topic carries is not in the registry");
        }
        try (SchemaRegistry registry = connection.openRegistry()) {
            return decode(
                    letter,
                    connection,
                    registry,
                    topic.get(),
                    topic.get().valueType().get());
        }
    }

    private static <T extends SpecificRecord> ValueText decode(
            Letter letter, ClusterConnection connection, SchemaRegistry registry, ForklineTopic topic, Class<T> type) {
        return switch (connection.codec(registry, topic, type).decode(letter.value())) {
            case Decoded.Value<T> value -> new Readable(type.getSimpleName(), RecordJson.tree(value.value()));
            case Decoded.Poison<T> poison -> new Unreadable(poison.cause());
            case Decoded.Unavailable<T> unavailable ->
                new Unreadable("the registry is out of reach: " + unavailable.cause());
        };
    }
}
