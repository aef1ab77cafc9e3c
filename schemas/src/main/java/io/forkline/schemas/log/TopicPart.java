package io.forkline.schemas.log;

import java.time.Instant;
import java.util.Optional;

/**
 * What is to be read of a topic.
 *
 * @param topic its whole name
 * @param key where it is given, only the partition in which Kafka's Java clients put this key
 * @param since where it is given, only what the broker appended then or later
 */
public record TopicPart(String topic, Optional<String> key, Optional<Instant> since) {

    /** All of it. */
    public static TopicPart whole(String topic) {
        return new TopicPart(topic, Optional.empty(), Optional.empty());
    }

    /** The partition of a key. */
    public TopicPart ofKey(String text) {
        return new TopicPart(topic, Optional.of(text), since);
    }

    /** What came then or later. */
    public TopicPart since(Instant time) {
        return new TopicPart(topic, key, Optional.of(time));
    }
}
