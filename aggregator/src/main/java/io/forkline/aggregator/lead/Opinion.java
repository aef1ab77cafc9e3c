package io.forkline.aggregator.lead;

import java.time.Instant;

/** What came of asking a lead. */
sealed interface Opinion {

    Spent spent();

    /** It judged. */
    record Given(Judgement judgement, Spent spent) implements Opinion {}

    /** It will not judge this, however often it is asked. */
    record Failed(String why, Spent spent) implements Opinion {}

    /**
     * It may judge this later.
     *
     * @param unreachable how many attempts in a row, this one the last of them, found no connection
     */
    record TryLater(Instant notBefore, String why, int unreachable, Spent spent) implements Opinion {}
}
