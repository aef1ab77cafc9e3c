package io.forkline.aggregator.lead;

import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.TopIssue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Judges by rules, without a model: the same reports always give the same verdict, at once. */
final class OfflineLead implements Lead {

    private static final int MOST_ACTIONS = 6;

    @Override
    public Opinion judge(LeadTask task) {
        List<PerspectiveReport> judged = task.getReports().stream()
                .filter(report -> report.getOutcome() == ReportOutcome.OK)
                .toList();
        Spent spent = Spent.nothing(Spent.OFFLINE, Optional.empty());
        if (judged.isEmpty()) {
            return new Opinion.Failed("no perspective gave a report to judge", spent);
        }
        List<TopIssue> top = TopIssues.of(judged);
        return new Opinion.Given(
                new Judgement(healthScore(judged), top, actions(top, judged, task), scaleNote(judged, task)), spent);
    }

    /**
     * The mean of the scores, to one decimal. A perspective that found something severe counts three times, one that found
     * something of medium severity twice, so that a hole is not averaged away.
     */
    private static double healthScore(List<PerspectiveReport> judged) {
        double sum = 0;
        double weights = 0;
        for (PerspectiveReport report : judged) {
            double weight = report.getIssues().stream()
                    .map(issue -> Severity.of(issue.getSeverity()))
                    .min(Comparator.naturalOrder())
                    .map(OfflineLead::weight)
                    .orElse(1.0);
            sum += weight * score(report);
            weights += weight;
        }
        return Math.round(sum / weights * 10) / 10.0;
    }

    private static double weight(Severity worst) {
        return switch (worst) {
            case HIGH -> 3;
            case MEDIUM -> 2;
            case LOW -> 1;
        };
    }

    private static List<String> actions(List<TopIssue> top, List<PerspectiveReport> judged, LeadTask task) {
        List<String> actions = new ArrayList<>();
        top.forEach(issue -> actions.add(action(issue)));
        judged.stream()
                .filter(report -> !foundNothing(report))
                .min(Comparator.comparingDouble(OfflineLead::score))
                .filter(worst -> score(worst) < TopIssues.LOW_SCORE)
                .ifPresent(worst -> actions.add("Raise " + worst.getPerspective() + ", the lowest score at "
                        + Math.round(score(worst)) + ": " + worst.getFinding()));
        for (MissingPerspective missing : task.getMissing()) {
            actions.add("Run " + missing.getPerspective() + " again; it is missing (" + missing.getWhy() + ").");
        }
        return List.copyOf(actions.subList(0, Math.min(actions.size(), MOST_ACTIONS)));
    }

    /** Whether it says only that there was nothing to look at, which is no score to raise. */
    private static boolean foundNothing(PerspectiveReport report) {
        return report.getIssues().stream().anyMatch(issue -> issue.getRule().equals(RuleBook.NOTHING_TO_LOOK_AT));
    }

    private static String scaleNote(List<PerspectiveReport> judged, LeadTask task) {
        return judged.stream().allMatch(OfflineLead::foundNothing)
                ? "The agents had nothing to look at, so their times say nothing about such jobs."
                : ScaleNote.of(task.getTiming());
    }

    private static String action(TopIssue issue) {
        if (issue.getFile() == null) {
            return issue.getTitle() + (issue.getTitle().endsWith(".") ? " " : ". ") + issue.getFix();
        }
        String line = issue.getLine() == null ? "" : ":" + issue.getLine();
        return issue.getFile() + line + ": " + issue.getFix();
    }

    static double score(PerspectiveReport report) {
        return Math.min(100, Math.max(0, Objects.requireNonNullElse(report.getScore(), 0.0)));
    }
}
