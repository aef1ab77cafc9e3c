package io.forkline.aggregator.join;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with the ids of a record, if anything. Behind this, every id has the form it must have. */
final class Ids {

    private Ids() {}

    static Optional<String> ofPlan(PlanEvent event) {
        return switch (event.getEvent()) {
            case RunPlanned plan -> ofRun(plan.getJobId(), plan.getRunId());
            case RunRejected rejection -> ofRun(rejection.getJobId(), rejection.getRunId());
            default -> unknown(event.getEvent());
        };
    }

    static Optional<String> ofReport(ReportEvent event) {
        return switch (event.getEvent()) {
            case PerspectiveReport report ->
                ofRun(report.getJobId(), report.getRunId()).or(() -> ofTask(report.getRunId(), report.getTaskId()));
            case DeadlineReached mark -> ofRun(mark.getJobId(), mark.getRunId());
            default -> unknown(event.getEvent());
        };
    }

    static Optional<String> ofVerdict(LeadVerdict verdict) {
        return ofRun(verdict.getJobId(), verdict.getRunId());
    }

    static Optional<String> ofControl(RunControl control) {
        return ofRun(control.getJobId(), control.getRunId());
    }

    private static Optional<String> ofRun(String job, @Nullable String run) {
        if (!JobId.isValid(job)) {
            return Optional.of("\"" + job + "\" is not a job id");
        }
        if (run == null) {
            return Optional.empty();
        }
        try {
            return RunId.parse(run).job().value().equals(job)
                    ? Optional.empty()
                    : Optional.of("run " + run + " is not a run of job " + job);
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> ofTask(String run, String task) {
        try {
            return TaskId.parse(task).run().toString().equals(run)
                    ? Optional.empty()
                    : Optional.of("task " + task + " is not a task of run " + run);
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> unknown(Object event) {
        return Optional.of("an event of an unknown kind: " + event.getClass().getSimpleName());
    }
}
