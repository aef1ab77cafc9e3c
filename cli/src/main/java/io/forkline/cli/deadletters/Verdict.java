package io.forkline.cli.deadletters;

import io.forkline.schemas.deadletter.Redrives;
import java.util.OptionalInt;

/** What is to become of a dead letter that someone wants to redrive. */
sealed interface Verdict {

    /**
     * Its record goes back to its topic.
     *
     * @param partition the one it was in; empty where the topic has it no more, so that the key decides
     * @param redrives what the record will count
     */
    record Send(String topic, OptionalInt partition, Redrives redrives) implements Verdict {}

    /** It stays where it is; {@code why} goes on from its id. */
    record Refuse(String why) implements Verdict {}
}
