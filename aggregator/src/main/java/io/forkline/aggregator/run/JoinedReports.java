package io.forkline.aggregator.run;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ExpectedPerspective;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.RunPlanned;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The final reports of a run that came in time.
 *
 * @param perspectives in the order of the plan, at most one for each expected perspective
 * @param baseline that of the sequential baseline, which is no perspective
 */
public record JoinedReports(List<PerspectiveReport> perspectives, Optional<PerspectiveReport> baseline) {

    public JoinedReports {
        perspectives = List.copyOf(perspectives);
    }

    /** Gathers what a plan expects from where reports are kept by task id. */
    public static JoinedReports gather(RunPlanned plan, Function<String, Optional<PerspectiveReport>> byTaskId) {
        List<PerspectiveReport> perspectives = plan.getExpected().stream()
                .map(ExpectedPerspective::getName)
                .flatMap(name -> byTaskId.apply(Plans.taskId(plan, name)).stream())
                .toList();
        Optional<PerspectiveReport> baseline =
                plan.getBaseline() ? byTaskId.apply(Plans.taskId(plan, TaskId.SEQUENTIAL)) : Optional.empty();
        return new JoinedReports(perspectives, baseline);
    }

    boolean anyOk() {
        return perspectives.stream().anyMatch(JoinedReports::isOk);
    }

    static boolean isOk(PerspectiveReport report) {
        return report.getOutcome() == ReportOutcome.OK;
    }
}
