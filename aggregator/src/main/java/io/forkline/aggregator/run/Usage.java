package io.forkline.aggregator.run;

import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.TokenUsage;
import java.util.Optional;

/** Sums what the attempts of a lead have used. */
final class Usage {

    private Usage() {}

    /** The verdict, with what earlier ones have used added to its own. */
    static LeadVerdict add(LeadVerdict verdict, Optional<LeadVerdict> earlier) {
        return earlier.map(spent -> LeadVerdict.newBuilder(verdict)
                        .setUsage(sum(verdict.getUsage(), spent.getUsage()))
                        .setCalls(verdict.getCalls() + spent.getCalls())
                        .setLeadMs(verdict.getLeadMs() + spent.getLeadMs())
                        .build())
                .orElse(verdict);
    }

    private static TokenUsage sum(TokenUsage one, TokenUsage other) {
        return new TokenUsage(
                one.getInputTokens() + other.getInputTokens(),
                one.getOutputTokens() + other.getOutputTokens(),
                one.getTotalTokens() + other.getTotalTokens());
    }
}
