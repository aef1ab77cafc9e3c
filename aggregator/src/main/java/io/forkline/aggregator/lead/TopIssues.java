package io.forkline.aggregator.lead;

import io.forkline.schemas.record.Issue;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.TopIssue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The issues to fix first, by rules: the most severe, where what an attacker can use counts one step more severe than its tool
 * says and goes first among equals; then those of the perspective that scored lowest, then in the order of the reports. One rule
 * is one issue, wherever and however often it is broken, and whichever perspectives saw it. What is left goes to perspectives
 * that scored low without naming a place.
 */
final class TopIssues {

    /** Below this a score is an issue by itself. */
    static final double LOW_SCORE = 50;

    private TopIssues() {}

    /** An issue, and the perspective that saw it. */
    private record Seen(PerspectiveReport report, Issue issue) {}

    /** A rule that is broken: where it is broken worst, and in how many places, which several perspectives may name. */
    private record Broken(PerspectiveReport report, Issue worst, long places) {

        static Broken of(List<Seen> all) {
            Seen worst = Collections.min(all, Comparator.comparing(seen -> severity(seen.issue)));
            long places = all.stream()
                    .map(seen -> Arrays.asList(seen.issue.getFile(), seen.issue.getLine()))
                    .distinct()
                    .count();
            return new Broken(worst.report, worst.issue, places);
        }

        RuleBook.Advice advice() {
            return RuleBook.advice(worst.getRule(), report.getPerspective());
        }

        /** Lower is fixed sooner. */
        int rank() {
            return severity(worst).ordinal() - (advice().exploitable() ? 1 : 0);
        }

        TopIssue issue() {
            RuleBook.Advice advice = advice();
            String title = worst.getRule() + ": " + worst.getMessage();
            return new TopIssue(
                    places == 1 ? title : title + " (" + places + " places)",
                    worst.getFile(),
                    worst.getLine(),
                    severity(worst).name(),
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
        Map<String, List<Seen>> byRule = new LinkedHashMap<>();
        for (PerspectiveReport report : reports) {
            for (Issue issue : report.getIssues()) {
                byRule.computeIfAbsent(issue.getRule(), rule -> new ArrayList<>())
                        .add(new Seen(report, issue));
            }
        }
        return byRule.values().stream().map(Broken::of).toList();
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
