package io.forkline.snapshots.scheduling;

import io.forkline.schemas.id.RunId;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.job.TargetRules;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveCommand;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetReport;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.snapshots.record.TaskRow;
import io.forkline.snapshots.record.TaskState;
import io.forkline.telemetry.trace.TraceContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What every task of a run is made from.
 *
 * @param run the row of the run
 * @param all the task of its baseline, which has what the others have, and is issued when the job asks for a baseline
 */
record RunTemplate(AdmittedRun run, ForkTask all) {

    private static final StateCodec<ForkTask> TASK = new StateCodec<>(ForkTask.class);

    static RunTemplate of(AdmittedRun run) {
        return new RunTemplate(run, TASK.decode(RowBytes.of(run.getTask())));
    }

    /** What the records of the run carry. */
    Optional<TraceContext> trace() {
        return traceOf(run);
    }

    static Optional<TraceContext> traceOf(AdmittedRun run) {
        return TraceContext.of(run.getTraceparent(), run.getTracestate());
    }

    /** One for each perspective, in their order. */
    List<TaskId> perspectives() {
        return all.getPerspectives().stream()
                .map(PerspectiveCommand::getName)
                .map(runId()::task)
                .toList();
    }

    boolean hasBaseline() {
        return all.getSequential();
    }

    TaskId baseline() {
        return runId().sequential();
    }

    TaskId target() {
        return runId().target();
    }

    /** Whether every worker would see the same tree, whenever it looks. */
    boolean hasPinnedTarget() {
        return TargetRules.isPinned(all.getTarget());
    }

    /** The row of the run, with its target pinned to what was found, for all tasks from now on. */
    AdmittedRun pinnedTo(TargetReport found) {
        Target target = Target.newBuilder(all.getTarget())
                .setSha256(found.getSha256())
                .setCommit(found.getCommit())
                .build();
        ForkTask pinned = ForkTask.newBuilder(all).setTarget(target).build();
        return AdmittedRun.newBuilder(run)
                .setTask(ByteBuffer.wrap(TASK.encode(pinned)))
                .build();
    }

    /** A row for one of its tasks, which is yet to be queued. */
    TaskRow newRow(TaskId task, int attempts) {
        return new TaskRow(
                task.toString(),
                run.getRunId(),
                all.getTenant(),
                all.getPriority(),
                TaskState.QUEUED,
                1,
                attempts - 1,
                null);
    }

    /** The task as a worker gets it. The one that pins the target has no perspective. */
    ForkTask issued(TaskRow row, Instant now) {
        TaskId task = TaskId.parse(row.getTaskId());
        boolean sequential = task.equals(baseline());
        return ForkTask.newBuilder(all)
                .setTaskId(row.getTaskId())
                .setAttempt(row.getAttempt())
                .setIssuedAt(now)
                .setSequential(sequential)
                .setPerspectives(all.getPerspectives().stream()
                        .filter(each -> sequential || each.getName().equals(task.perspective()))
                        .toList())
                .build();
    }

    PerspectiveReport failed(TaskId task, int attempt, String error) {
        return PerspectiveReport.newBuilder()
                .setTaskId(task.toString())
                .setJobId(all.getJobId())
                .setRunId(run.getRunId())
                .setEnvironmentId(all.getEnvironmentId())
                .setPerspective(task.perspective())
                .setAttempt(attempt)
                .setOutcome(ReportOutcome.FAILED)
                .setError(error)
                .build();
    }

    private RunId runId() {
        return RunId.parse(run.getRunId());
    }
}
