package io.forkline.guarantees;

import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.MissingPerspective;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A result has only reports that somebody published (one that it reuses also in the run it names), has every perspective of its plan either as an OK report or as missing, and the
 * status that follows from that.
 */
public final class ResultsTellTheTruth implements Guarantee {

    @Override
    public String promise() {
        return "a result says what its reports say, and names what is missing";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        return seen.results().size() + " results, " + seen.reports().size() + " reports and marks";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        Set<Published> published = new HashSet<>();
        for (var event : seen.reports()) {
            if (event.value().getEvent() instanceof PerspectiveReport report) {
                published.add(Published.of(report));
            }
        }
        Map<String, RunPlanned> plans = new HashMap<>();
        for (var event : seen.plans()) {
            if (event.value().getEvent() instanceof RunPlanned plan) {
                plans.put(plan.getRunId(), plan);
            }
        }
        List<String> violations = new ArrayList<>();
        for (var result : seen.results()) {
            judge(result.value(), published, plans, violations);
        }
        return violations;
    }

    private static void judge(
            JobResult result, Set<Published> published, Map<String, RunPlanned> plans, List<String> violations) {
        String run = "the result of run " + result.getRunId();
        Set<String> ok = new HashSet<>();
        for (PerspectiveReport report : result.getReports()) {
            if (!published.contains(Published.of(report))) {
                violations.add(run + " has a report on " + report.getPerspective() + " that nobody published");
            }
            if (report.getReusedFrom() != null && !published.contains(Published.ofOrigin(report))) {
                violations.add(run + " reuses a report on " + report.getPerspective() + " that "
                        + report.getReusedFrom() + " never had");
            }
            if (report.getOutcome() == ReportOutcome.OK && !ok.add(report.getPerspective())) {
                violations.add(run + " has two reports on " + report.getPerspective());
            }
        }
        Set<String> missing = new HashSet<>();
        result.getMissing().stream().map(MissingPerspective::getPerspective).forEach(missing::add);
        RunPlanned plan = plans.get(result.getRunId());
        if (plan != null) {
            for (var expected : plan.getExpected()) {
                boolean reported = ok.contains(expected.getName());
                if (reported == missing.contains(expected.getName())) {
                    violations.add(run
                            + (reported ? " has " : " neither has nor misses ")
                            + expected.getName()
                            + (reported ? " and misses it" : ""));
                }
            }
        } else if (result.getStatus() == ResultStatus.COMPLETE) {
            violations.add(run + " is COMPLETE, and nobody planned it");
        }
        if (result.getStatus() == ResultStatus.COMPLETE && !missing.isEmpty()) {
            violations.add(run + " is COMPLETE, and misses " + missing);
        }
        if (result.getStatus() == ResultStatus.PARTIAL && (missing.isEmpty() || ok.isEmpty())) {
            violations.add(run + " is PARTIAL, with " + ok.size() + " reports and " + missing.size() + " missing");
        }
    }

    /** What one report says, as far as a result repeats it. */
    private record Published(
            String taskId,
            int attempt,
            ReportOutcome outcome,
            @Nullable Double score) {

        static Published of(PerspectiveReport report) {
            return new Published(report.getTaskId(), report.getAttempt(), report.getOutcome(), report.getScore());
        }

        /** As the run published it that a replay has it from. */
        static Published ofOrigin(PerspectiveReport reused) {
            return new Published(
                    reused.getReusedFrom() + "/" + reused.getPerspective(),
                    reused.getAttempt(),
                    reused.getOutcome(),
                    reused.getScore());
        }
    }
}
