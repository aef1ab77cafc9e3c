package io.forkline.snapshots.scheduling;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveCommand;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.snapshots.record.DueKind;
import io.forkline.snapshots.record.TaskReported;
import io.forkline.snapshots.record.TaskRow;
import io.forkline.snapshots.record.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of the runs that go: queued, open, or due for another attempt. A task is over with its first final report, of
 * whatever attempt. One that may not be tried again gets its final report from here, FAILED with the last error, so that its
 * run need not wait for the deadline. The sequential baseline is queued when all perspectives of the run are over: beside them
 * it would measure neither itself nor them.
 */
final class RunTasks {

    private static final Logger LOG = LoggerFactory.getLogger(RunTasks.class);
    private static final int ISSUED_AT_MOST = 200;
    private static final StateCodec<ForkTask> TASK = new StateCodec<>(ForkTask.class);

    private final KeyValueStore<String, AdmittedRun> runs;
    private final KeyValueStore<String, TaskRow> tasks;
    private final TaskWindow window;
    private final DueIndex due;
    private final Outbox outbox;
    private final SchedulingConfig config;

    RunTasks(
            KeyValueStore<String, AdmittedRun> runs,
            KeyValueStore<String, TaskRow> tasks,
            TaskWindow window,
            DueIndex due,
            Outbox outbox,
            SchedulingConfig config) {
        this.runs = runs;
        this.tasks = tasks;
        this.window = window;
        this.due = due;
        this.outbox = outbox;
        this.config = config;
    }

    /** Queues the perspectives of a run. */
    void start(AdmittedRun run) {
        ForkTask all = TASK.decode(bytes(run));
        for (PerspectiveCommand perspective : all.getPerspectives()) {
            queueFirst(all, TaskId.parse(all.getTaskId()).run().task(perspective.getName()));
        }
    }

    /** A worker answered. */
    void reported(TaskReported report, Instant now) {
        TaskRow row = tasks.get(report.getTaskId());
        if (row == null) {
            return;
        }
        if (!report.getRetryable()) {
            over(row);
        } else if (row.getState() == TaskState.OPEN && row.getAttempt() == report.getAttempt()) {
            tryAgain(row, report, now);
        }
    }

    /** The time has come to issue a task again. */
    void due(String taskId) {
        TaskRow row = tasks.get(taskId);
        if (row != null && row.getState() == TaskState.DUE) {
            queue(row);
        }
    }

    /** Drops all that a run still has waiting, and frees the places of what is open. */
    void drop(String runId) {
        for (TaskRow row : of(runId)) {
            remove(row);
        }
    }

    /**
     * Issues tasks while there are places, but no more than one transaction bears: a queue whose time is over empties as fast as
     * it is looked at. What is left goes out at the next look, which the punctuator sees to.
     */
    void fill(Instant now) {
        for (int left = ISSUED_AT_MOST; left > 0; left--) {
            Optional<String> next = window.open();
            if (next.isEmpty()) {
                return;
            }
            issue(next.get(), now);
        }
    }

    private void issue(String taskId, Instant now) {
        TaskRow row = tasks.get(taskId);
        AdmittedRun run = runs.get(row.getRunId());
        ForkTask all = TASK.decode(bytes(run));
        row.setState(TaskState.OPEN);
        row.setKey(null);
        if (now.isBefore(all.getReportBy())) {
            tasks.put(taskId, row);
            outbox.task(task(all, row, now), run.getTraceparent());
        } else {
            // Nobody may use its report any more; the aggregator names it as not started.
            over(row);
        }
    }

    private void tryAgain(TaskRow row, TaskReported report, Instant now) {
        AdmittedRun run = runs.get(row.getRunId());
        ForkTask all = TASK.decode(bytes(run));
        String error = report.getError() == null ? "its worker gave no reason" : report.getError();
        Instant at = later(report.getNotBefore() == null ? now.plus(config.taskBackoff()) : report.getNotBefore(), now);
        if (row.getAttemptsLeft() == 0) {
            giveUp(row, run, all, "given up after " + row.getAttempt() + " attempts: " + error);
        } else if (!at.isBefore(all.getReportBy())) {
            giveUp(row, run, all, "not tried again, as the time to report is over before " + at + ": " + error);
        } else {
            window.free();
            row.setState(TaskState.DUE);
            row.setAttempt(row.getAttempt() + 1);
            row.setAttemptsLeft(row.getAttemptsLeft() - 1);
            row.setKey(due.add(at, DueKind.TASK, row.getTaskId()));
            tasks.put(row.getTaskId(), row);
        }
    }

    private void giveUp(TaskRow row, AdmittedRun run, ForkTask all, String error) {
        LOG.warn("task is given up, taskId={} attempt={} error={}", row.getTaskId(), row.getAttempt(), error);
        outbox.report(
                PerspectiveReport.newBuilder()
                        .setTaskId(row.getTaskId())
                        .setJobId(all.getJobId())
                        .setRunId(row.getRunId())
                        .setEnvironmentId(all.getEnvironmentId())
                        .setPerspective(TaskId.parse(row.getTaskId()).perspective())
                        .setAttempt(row.getAttempt())
                        .setOutcome(ReportOutcome.FAILED)
                        .setError(error)
                        .build(),
                run.getTraceparent());
        over(row);
    }

    /** A task is over; with the last one of a phase, the next phase of the run begins, or nothing of it is left to do. */
    private void over(TaskRow row) {
        remove(row);
        if (hasTasks(row.getRunId())) {
            return;
        }
        AdmittedRun run = runs.get(row.getRunId());
        ForkTask all = TASK.decode(bytes(run));
        if (all.getSequential() && !row.getTaskId().equals(all.getTaskId())) {
            queueFirst(all, TaskId.parse(all.getTaskId()));
        } else {
            runs.delete(row.getRunId());
        }
    }

    private void remove(TaskRow row) {
        switch (row.getState()) {
            case QUEUED -> window.withdraw(row.getKey(), row.getTenant(), row.getPriority());
            case OPEN -> window.free();
            case DUE -> due.remove(row.getKey());
        }
        tasks.delete(row.getTaskId());
    }

    private void queueFirst(ForkTask all, TaskId id) {
        queue(new TaskRow(
                id.toString(),
                all.getRunId(),
                all.getTenant(),
                all.getPriority(),
                TaskState.QUEUED,
                1,
                config.taskAttempts() - 1,
                null));
    }

    private void queue(TaskRow row) {
        row.setState(TaskState.QUEUED);
        row.setKey(window.add(row.getTaskId(), row.getTenant(), row.getPriority()));
        tasks.put(row.getTaskId(), row);
    }

    private static ForkTask task(ForkTask all, TaskRow row, Instant now) {
        boolean sequential = row.getTaskId().equals(all.getTaskId());
        String perspective = TaskId.parse(row.getTaskId()).perspective();
        return ForkTask.newBuilder(all)
                .setTaskId(row.getTaskId())
                .setAttempt(row.getAttempt())
                .setIssuedAt(now)
                .setSequential(sequential)
                .setPerspectives(
                        sequential
                                ? all.getPerspectives()
                                : all.getPerspectives().stream()
                                        .filter(each -> each.getName().equals(perspective))
                                        .toList())
                .build();
    }

    private boolean hasTasks(String runId) {
        try (KeyValueIterator<String, TaskRow> rows = rows(runId)) {
            return rows.hasNext();
        }
    }

    private List<TaskRow> of(String runId) {
        List<TaskRow> found = new ArrayList<>();
        try (KeyValueIterator<String, TaskRow> rows = rows(runId)) {
            rows.forEachRemaining(row -> found.add(row.value));
        }
        return found;
    }

    /** The rows whose key begins with the run id and a slash; '0' is the character after it. */
    private KeyValueIterator<String, TaskRow> rows(String runId) {
        return tasks.range(runId + "/", runId + "0");
    }

    private static byte[] bytes(AdmittedRun run) {
        return RowBytes.of(run.getTask());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
