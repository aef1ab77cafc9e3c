package io.forkline.aggregator.run;

import io.forkline.schemas.id.RunId;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RunPlanned;

/** What a plan says about a report. Task ids are compared, as every other name in a report is the worker's word. */
final class Plans {

    private Plans() {}

    static boolean isBaseline(RunPlanned plan, PerspectiveReport report) {
        return plan.getBaseline() && report.getTaskId().equals(taskId(plan, TaskId.SEQUENTIAL));
    }

    /** Whether the report is awaited: of a perspective of the plan, or of its baseline. */
    static boolean expects(RunPlanned plan, PerspectiveReport report) {
        return isBaseline(plan, report) || isPerspective(plan, report);
    }

    private static boolean isPerspective(RunPlanned plan, PerspectiveReport report) {
        TaskId task = TaskId.parse(report.getTaskId());
        return task.run().toString().equals(plan.getRunId())
                && plan.getExpected().stream().anyMatch(each -> each.getName().equals(task.perspective()));
    }

    static String taskId(RunPlanned plan, String perspective) {
        return RunId.parse(plan.getRunId()).task(perspective).toString();
    }
}
