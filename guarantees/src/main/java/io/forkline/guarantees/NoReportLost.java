package io.forkline.guarantees;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OK report that is in the log ahead of the mark of its run's deadline is in the result, however long the aggregator was away. A cancelled run
 * may end ahead of its reports, and one whose quorum is in goes on without the others. The report of the sequential baseline is a time, and
 * no report of a result.
 */
public final class NoReportLost implements Guarantee {

    @Override
    public String promise() {
        return "no report that came in time is left out of its result";
    }

    @Override
    public String evidence(TopicsSeen seen) {
        return seen.reports().size() + " reports and marks, " + seen.results().size() + " results";
    }

    @Override
    public List<String> violations(TopicsSeen seen) {
        Map<String, JobResult> results = new HashMap<>();
        seen.results().forEach(result -> results.putIfAbsent(result.value().getRunId(), result.value()));
        Set<String> closed = new HashSet<>();
        Quorums quorums = new Quorums(seen);
        List<String> violations = new ArrayList<>();
        for (var event : seen.reports()) {
            if (event.value().getEvent() instanceof DeadlineReached mark) {
                closed.add(mark.getRunId());
            } else if (event.value().getEvent() instanceof PerspectiveReport report
                    && report.getOutcome() == ReportOutcome.OK
                    && !report.getPerspective().equals(TaskId.SEQUENTIAL)
                    && !closed.contains(report.getRunId())
                    && !quorums.wasReachedAheadOf(report)
                    && isLeftOut(report, results.get(report.getRunId()))) {
                violations.add("the report on " + report.getPerspective() + " of run " + report.getRunId() + " at "
                        + event.place() + " came in time, and is not in the result");
            }
        }
        return violations;
    }

    private static boolean isLeftOut(PerspectiveReport report, @Nullable JobResult result) {
        return result != null
                && result.getStatus() != ResultStatus.CANCELLED
                && result.getReports().stream()
                        .noneMatch(kept -> kept.getOutcome() == ReportOutcome.OK
                                && kept.getPerspective().equals(report.getPerspective()));
    }
}
