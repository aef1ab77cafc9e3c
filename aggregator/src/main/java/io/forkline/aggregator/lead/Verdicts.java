package io.forkline.aggregator.lead;

import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.VerdictOutcome;

/** Writes opinions as verdicts. */
final class Verdicts {

    /** So that a verdict fits into its topic, whatever an error quotes. */
    private static final int MOST_ERROR_CHARS = 2_000;

    private Verdicts() {}

    static LeadVerdict of(LeadTask task, Opinion opinion, long tookMs) {
        LeadVerdict.Builder verdict = LeadVerdict.newBuilder()
                .setJobId(task.getJobId())
                .setRunId(task.getRunId())
                .setAttempt(task.getAttempt())
                .setProvider(opinion.spent().provider())
                .setModel(opinion.spent().model().orElse(null))
                .setUsage(opinion.spent().usage())
                .setCalls(opinion.spent().calls())
                .setLeadMs(tookMs)
                .setTenant(task.getTenant());
        return switch (opinion) {
            case Opinion.Given given -> given(verdict, given.judgement());
            case Opinion.Failed failed ->
                verdict.setOutcome(VerdictOutcome.FAILED)
                        .setError(head(failed.why()))
                        .build();
            case Opinion.TryLater later ->
                verdict.setOutcome(VerdictOutcome.RETRYABLE)
                        .setNotBefore(later.notBefore())
                        .setUnreachable(later.unreachable())
                        .setError(head(later.why()))
                        .build();
        };
    }

    private static LeadVerdict given(LeadVerdict.Builder verdict, Judgement judgement) {
        return verdict.setOutcome(VerdictOutcome.OK)
                .setHealthScore(judgement.healthScore())
                .setTopIssues(judgement.topIssues())
                .setNextActions(judgement.nextActions())
                .setScaleNote(judgement.scaleNote())
                .build();
    }

    private static String head(String text) {
        return text.length() <= MOST_ERROR_CHARS ? text : text.substring(0, MOST_ERROR_CHARS) + "...";
    }
}
