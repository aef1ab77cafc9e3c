package io.forkline.cli.history;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.LeadMode;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.VerdictOutcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what a run waits for. */
record Waiting(RunHistory run, Snapshots snapshots) {

    String words() {
        Stage stage = run.stage(snapshots);
        if (!stage.isOver() && !run.cancels().isEmpty()) {
            return cancel(run.cancels().getFirst());
        }
        return switch (stage) {
            case ACCEPTED -> "a snapshot service, to plan it";
            case WAITS_FOR_SNAPSHOT -> snapshot();
            case PLANNED -> "a place among the open tasks of the planner";
            case RUNNING -> reports();
            case DECIDING -> decision();
            case DONE, EXPIRED -> "";
        };
    }

    static String cancel(Dated<RunControl> cancel) {
        return "an aggregator, to carry out the cancel by " + cancel.value().getRequestedBy();
    }

    private String snapshot() {
        return run.plan()
                .map(Dated::value)
                .map(plan -> "the snapshot of " + plan.getEnvironment()
                        + snapshots
                                .failure(plan.getEnvironmentId())
                                .map(error -> ", whose last build failed: " + error)
                                .orElse(""))
                .orElse("a snapshot");
    }

    private String reports() {
        if (run.attempts().keySet().equals(Set.of(TaskId.TARGET))
                && run.finals().isEmpty()) {
            return "its target, which a worker pins";
        }
        List<PerspectiveState> open = run.perspectives().stream()
                .filter(perspective -> !perspective.done())
                .toList();
        if (open.isEmpty()) {
            return "its plan";
        }
        if (open.size() == 1 && open.getFirst().name().equals(TaskId.SEQUENTIAL)) {
            return "the sequential baseline";
        }
        String names = open.stream()
                .map(PerspectiveState::name)
                .filter(name -> !name.equals(TaskId.SEQUENTIAL))
                .collect(Collectors.joining(", "));
        return (open.size() == 1 ? "the report of " : "the reports of ") + names;
    }

    private String decision() {
        if (run.rejection().isPresent()) {
            RunRejected rejection = run.rejection().get().value();
            return "an aggregator, to close it: " + rejection.getReason() + ", " + rejection.getMessage();
        }
        boolean noLead = run.plan()
                .map(Dated::value)
                .map(RunPlanned::getLead)
                .filter(lead -> lead.getMode() == LeadMode.NONE)
                .isPresent();
        if (noLead) {
            return "an aggregator, to write its result";
        }
        return run.verdict()
                .map(Dated::value)
                .filter(verdict -> verdict.getOutcome() == VerdictOutcome.RETRYABLE)
                .map(Waiting::again)
                .orElse("the verdict of the lead");
    }

    private static String again(LeadVerdict verdict) {
        return "the verdict of the lead, asked again after attempt " + verdict.getAttempt() + ": " + verdict.getError();
    }
}
