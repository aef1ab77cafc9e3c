package io.forkline.schemas.cloudevent;

import com.fasterxml.jackson.databind.JsonNode;
import io.forkline.schemas.json.JsonText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record whose value is JSON: as a CloudEvent in structured or in binary mode, or as it is. */
public sealed interface ReceivedEvent {

    /**
     * It could be taken apart.
     *
     * @param data what the event is about
     * @param id of the event; empty where it is none, or has none
     * @param errors what is wrong with its attributes, each with the name of the attribute first
     * @param headers those of the record, and the attributes as headers of the binary mode. The content type is that of the
     *     record that an event becomes; where it is no event, there is none
     */
    record Data(JsonNode data, Optional<String> id, List<String> errors, Headers headers) implements ReceivedEvent {

        public Data {
            errors = List.copyOf(errors);
        }
    }

    /** It could not. */
    record Unreadable(String why) implements ReceivedEvent {}

    /** Takes a record apart, of which anybody may have written anything. */
    static ReceivedEvent of(byte @Nullable [] value, Headers headers) {
        Optional<String> contentType = EventReader.text(headers, CloudEventHeaders.CONTENT_TYPE)
                .map(given -> given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
        if (contentType.isPresent() && !EventReader.isJson(contentType.get())) {
            return new Unreadable("the content type is \"" + JsonText.shortened(contentType.get())
                    + "\"; accepted are application/json and application/cloudevents+json");
        }
        boolean structured = contentType.filter(EventReader.STRUCTURED::equals).isPresent();
        return switch (JsonText.parse(value)) {
            case JsonText.Unreadable unreadable -> new Unreadable(unreadable.why());
            case JsonText.Tree tree ->
                structured ? EventReader.structured(tree.node(), headers) : EventReader.binary(tree.node(), headers);
        };
    }
}
