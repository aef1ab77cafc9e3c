package io.forkline.schemas.topic;

/** What applying the catalogue did to one topic or share group. */
public sealed interface Change {

    /** The topic or share group. */
    String name();

    /** The topic was not there, and is now. */
    record Created(String name, int partitions) implements Change {}

    /** A setting had another value. */
    record Configured(String name, String key, String before, String after) implements Change {}

    /** Nothing had to be changed. */
    record Unchanged(String name) implements Change {}
}
