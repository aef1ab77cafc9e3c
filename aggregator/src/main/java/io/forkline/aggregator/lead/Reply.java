package io.forkline.aggregator.lead;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of one call to a model: every failure of the outside world, with its kind. */
sealed interface Reply {

    /** What the call added. */
    Spent spent();

    /** The model wrote something. */
    record Text(String content, Spent spent) implements Reply {}

    /** The model reached its limit before it was done. */
    record CutShort(String content, Spent spent) implements Reply {}

    /** The request is larger than the model can read. */
    record TooLarge(String why, Spent spent) implements Reply {}

    /** Nothing was written, and less would not have helped. */
    sealed interface Unanswered extends Reply {}

    /** The model will not do it. */
    record Refused(String words, Spent spent) implements Unanswered {}

    /** There was no connection. A server that starts again may have one soon; a wrong address never has. */
    record Unreachable(String why, Spent spent) implements Unanswered {}

    /**
     * The same call may work later: too many calls, trouble over there, a connection that broke, too slow.
     *
     * @param tooMany whether it was one call too many, so that other calls would be too
     */
    record Busy(String why, Optional<Duration> retryAfter, boolean tooMany, Spent spent) implements Unanswered {}

    /** The call was not made: the provider wants none until then. */
    record HeldBack(Instant until, Spent spent) implements Unanswered {}

    /** The same call can never work: key, model, request or quota. */
    record Denied(String why, Spent spent) implements Unanswered {}
}
