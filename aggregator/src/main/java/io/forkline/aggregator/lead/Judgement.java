package io.forkline.aggregator.lead;

import io.forkline.schemas.record.TopIssue;
import java.util.List;

/**
 * What a lead thinks of a run.
 *
 * @param healthScore 0 to 100
 * @param topIssues at most three, the first to fix first
 * @param nextActions in order
 * @param scaleNote what the speedup means at scale, in a sentence
 */
record Judgement(double healthScore, List<TopIssue> topIssues, List<String> nextActions, String scaleNote) {

    static final int MOST_ISSUES = 3;

    Judgement {
        if (!(healthScore >= 0 && healthScore <= 100)) {
            throw new IllegalArgumentException("a health score is 0 to 100, not " + healthScore);
        }
        if (topIssues.size() > MOST_ISSUES) {
            throw new IllegalArgumentException("there are at most " + MOST_ISSUES + " top issues");
        }
        topIssues = List.copyOf(topIssues);
        nextActions = List.copyOf(nextActions);
    }
}
