package io.forkline.schemas.health;

/** How a part of a service is at this moment. */
public sealed interface Condition {

    /** It takes what comes. */
    record Working() implements Condition {}

    /**
     * It does not take what comes, and will when what it waits for is there: a restart would not help.
     *
     * @param what one line: what it waits for
     */
    record Waiting(String what) implements Condition {}

    /**
     * It will not go on by itself: only a restart helps.
     *
     * @param why one line
     */
    record Stuck(String why) implements Condition {}
}
