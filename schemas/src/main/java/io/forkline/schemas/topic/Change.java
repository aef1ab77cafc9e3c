package io.forkline.schemas.topic;

/** What applying the catalogue did to one topic or share group, or would do. */
public sealed interface Change {

    /** The topic or share group. */
    String name();

    /** The topic was not there, and is now. */
    record Created(String name, int partitions) implements Change {}

    /** A setting had another value. */
    record Configured(String name, String key, String before, String after) implements Change {}

    /** The topic is cut otherwise than wanted, which only its owner can change: its keys would be found elsewhere. */
    record Fixed(String name, String what, int there, int wanted) implements Change {}

    /** Nothing had to be changed. */
    record Unchanged(String name) implements Change {}
}
