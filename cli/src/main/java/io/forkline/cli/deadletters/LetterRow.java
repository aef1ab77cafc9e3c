package io.forkline.cli.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.forkline.schemas.deadletter.DeadLetter;
import java.time.Instant;
import java.util.Optional;

/**
 * What a list shows of a dead letter.
 *
 * @param tree the letter as JSON, without its key, value and headers
 */
record LetterRow(LetterId id, Instant buriedAt, Optional<DeadLetter> said, ObjectNode tree) {

    static LetterRow of(Letter letter) {
        return new LetterRow(letter.id(), letter.buriedAt(), letter.said(), LetterJson.summary(letter));
    }

    String json() {
        return tree.toString();
    }
}
