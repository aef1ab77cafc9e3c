package io.forkline.aggregator.lead;

import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.TopIssue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The issues to fix first, by rules: the most severe, where what an attacker can use counts one step more severe than its tool
 * says and goes first among equals; then those of the perspective that scored lowest, then in the order of the reports. One rule is one issue, wherever and however often it is broken. What is left goes to perspectives that scored
 * low without naming a place.
 */
final class TopIssues {

    /** Below this a score is an issue by itself. */
    static final double LOW_SCORE = 50;

    private TopIssues() {}

    /** A rule that is broken: where it is broken worst, and how often. */
    private record Broken(PerspectiveReport report, Issue first, int times) {

        Broken and(Broken other) {
            Issue worse = severity(other.first).compareTo(severity(first)) < 0 ? other.first : first;
            return new Broken(report, worse, times + other.times);
        }

        RuleBook.Advice advice() {
            return RuleBook.advice(first.getRule(), report.getPerspective());
        }

        /** Lower is fixed sooner. */
        int rank() {
            return severity(first).ordinal() - (advice().exploitable() ? 1 : 0);
        }

        TopIssue issue() {
            RuleBook.Advice advice = advice();
            String title = first.getRule() + ": " + first.getMessage();
            return new TopIssue(
                    times == 1 ? title : title + " (" + times + " places)",
                    first.getFile(),
                    first.getLine(),
                    severity(first).name(),
                    advice.why(),
                    advice.fix());
        }
    }

    static List<TopIssue> of(List<PerspectiveReport> reports) {
        List<TopIssue> top = new ArrayList<>();
        broken(reports).stream()
                .sorted(Comparator.comparingInt(Broken::rank)
                        .thenComparing(rule -> !rule.advice().exploitable())
                        .thenComparing(rule -> OfflineLead.score(rule.report())))
                .limit(Judgement.MOST_ISSUES)
                .map(Broken::issue)
                .forEach(top::add);
        reports.stream()
                .filter(report -> report.getIssues().isEmpty() && OfflineLead.score(report) < LOW_SCORE)
                .sorted(Comparator.comparingDouble(OfflineLead::score))
                .limit(Judgement.MOST_ISSUES - top.size())
                .map(TopIssues::lowScore)
                .forEach(top::add);
        return List.copyOf(top);
    }

    private static List<Broken> broken(List<PerspectiveReport> reports) {
        Map<String, Broken> byRule = new LinkedHashMap<>();
        for (PerspectiveReport report : reports) {
            for (Issue issue : report.getIssues()) {
                byRule.merge(
                        report.getPerspective() + "/" + issue.getRule(), new Broken(report, issue, 1), Broken::and);
            }
        }
        return List.copyOf(byRule.values());
    }

    private static TopIssue lowScore(PerspectiveReport report) {
        RuleBook.Advice advice = RuleBook.advice(report.getPerspective(), report.getPerspective());
        return new TopIssue(
                report.getPerspective() + " scored " + Math.round(OfflineLead.score(report)) + ": "
                        + Objects.requireNonNullElse(report.getFinding(), "no finding"),
                null,
                null,
                Severity.MEDIUM.name(),
                advice.why(),
                advice.fix());
    }

    private static Severity severity(Issue issue) {
        return Severity.of(issue.getSeverity());
    }
}
