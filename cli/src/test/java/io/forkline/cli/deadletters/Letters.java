package io.forkline.cli.deadletters;

import io.forkline.schemas.deadletter.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Dead letters for tests. */
final class Letters {

    static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");

    /** What has been said of {@link #letter}. */
    static final DeadLetter SAID = new DeadLetter(
            DeadLetter.UNREADABLE, "the bytes are not a JobRequested", "forkline.jobs", 3, 17, 1, "planner");

    private Letters() {}

    static Letter letter(DeadLetter said) {
        return letter(said, bytes("key"), new byte[] {0, 1, 2});
    }

    static Letter letter(DeadLetter said, byte @Nullable [] key, byte @Nullable [] value) {
        return new Letter(new LetterId(0, 5), AT, key, value, new RecordHeaders(), Optional.of(said), 0);
    }

    static DeadLetter from(String topic) {
        return new DeadLetter(SAID.cause(), SAID.message(), topic, SAID.partition(), SAID.offset(), 1, "planner");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
