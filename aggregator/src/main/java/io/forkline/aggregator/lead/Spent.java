package io.forkline.aggregator.lead;

import io.forkline.schemas.record.TokenUsage;
import java.util.Optional;

/**
 * What an opinion took.
 *
 * @param provider openai or offline
 * @param model the model that answered, or that was asked when none answered
 * @param calls calls to the model
 */
record Spent(String provider, Optional<String> model, long inputTokens, long outputTokens, int calls) {

    static final String OPENAI = "openai";
    static final String OFFLINE = "offline";

    static Spent nothing(String provider, Optional<String> model) {
        return new Spent(provider, model, 0, 0, 0);
    }

    /** One more call, and what it used. */
    Spent call(String answeredBy, long input, long output) {
        return new Spent(provider, Optional.of(answeredBy), inputTokens + input, outputTokens + output, calls + 1);
    }

    /** One more call, that used nothing we know of. */
    Spent call() {
        return new Spent(provider, model, inputTokens, outputTokens, calls + 1);
    }

    TokenUsage usage() {
        return new TokenUsage(inputTokens, outputTokens, inputTokens + outputTokens);
    }
}
