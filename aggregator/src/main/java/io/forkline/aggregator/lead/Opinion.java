package io.forkline.aggregator.lead;

import java.time.Instant;

/** What came of asking a lead. */
sealed interface Opinion {

    Spent spent();

    /** It judged. */
    record Given(Judgement judgement, Spent spent) implements Opinion {}

    /** It will not judge this, however often it is asked. */
    record Failed(String why, Spent spent) implements Opinion {}

    /** It may judge this later. */
    record TryLater(Instant notBefore, String why, Spent spent) implements Opinion {}
}
