package io.forkline.cli.deadletters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.deadletter.Redrives;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Dead letters as JSON. Field names are a promise to scripts; docs/dead-letters.md describes them. */
final class LetterJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LetterJson() {}

    /** All but key, value and headers, of which it has the sizes. */
    static ObjectNode summary(Letter letter) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", letter.id().toString())
                .put("buriedAt", letter.buriedAt().toString());
        DeadLetter said = letter.said().orElse(null);
        node.put("cause", said == null ? null : said.cause());
        node.put("message", said == null ? LetterTable.NOT_OURS : said.message());
        if (said == null) {
            node.putNull("origin");
        } else {
            node.putObject("origin")
                    .put("topic", said.topic())
                    .put("partition", said.partition())
                    .put("offset", said.offset());
        }
        node.put("attempt", said == null ? null : (Integer) said.attempt());
        node.put("component", said == null ? null : said.component());
        node.put("redrives", letter.redrives().map(Redrives::count).orElse(null));
        node.put("bytesCut", letter.bytesCut());
        node.put("keyBytes", length(letter.key()));
        node.put("valueBytes", length(letter.value()));
        return node;
    }

    /** All of it: bytes in Base64, and the value as JSON where it can be decoded. */
    static ObjectNode whole(Letter letter, ValueText value) {
        ObjectNode node = summary(letter);
        node.put("key", letter.key());
        node.put("value", letter.value());
        ArrayNode headers = node.putArray("headers");
        for (Header header : letter.headers()) {
            headers.addObject().put("name", header.key()).put("value", header.value());
        }
        switch (value) {
            case ValueText.Readable decoded -> node.set("decoded", decoded.tree());
            case ValueText.Unreadable undecoded -> node.putNull("decoded");
        }
        return node;
    }

    private static @Nullable Integer length(byte @Nullable [] bytes) {
        return bytes == null ? null : (Integer) bytes.length;
    }
}
