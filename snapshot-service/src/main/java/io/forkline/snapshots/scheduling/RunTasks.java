package io.forkline.snapshots.scheduling;

import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.TargetReport;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.snapshots.record.DueKind;
import io.forkline.snapshots.record.TaskReported;
import io.forkline.snapshots.record.TaskRow;
import io.forkline.snapshots.record.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
 * it would measure neither itself nor them. A target that the job does not pin is pinned by a task ahead of all, and what its
 * first report says is the target of every other task of the run.
 */
final class RunTasks {

    private static final Logger LOG = LoggerFactory.getLogger(RunTasks.class);
    private static final int ISSUED_AT_MOST = 200;

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

    /**
     * Fills the window and the queues before it from the rows of the tasks, where an older version wrote those and kept its
     * window in other stores. Its queue keys sort as it would have issued the tasks.
     */
    void adopt() {
        if (!window.isNew()) {
            return;
        }
        List<TaskRow> queued = new ArrayList<>();
        List<TaskRow> open = new ArrayList<>();
        try (KeyValueIterator<String, TaskRow> rows = tasks.all()) {
            rows.forEachRemaining(row -> {
                switch (row.value.getState()) {
                    case QUEUED -> queued.add(row.value);
                    case OPEN -> open.add(row.value);
                    case DUE -> {}
                }
            });
        }
        open.forEach(row -> window.countOpen(row.getTenant()));
        queued.sort(Comparator.comparing(TaskRow::getKey));
        queued.forEach(this::queue);
        if (!queued.isEmpty() || !open.isEmpty()) {
            LOG.info("tasks of an older version are taken over, queued={} open={}", queued.size(), open.size());
        }
    }

    /** Queues the perspectives of a run, or what has to be known before. */
    void start(AdmittedRun run) {
        RunTemplate template = RunTemplate.of(run);
        if (template.hasPinnedTarget()) {
            queuePerspectives(template);
        } else {
            queueFirst(template, template.target());
        }
    }

    /** A worker answered. */
    void reported(TaskReported report, Instant now) {
        TaskRow row = tasks.get(report.getTaskId());
        if (row == null) {
            return;
        }
        if (report.getRetryable()) {
            if (row.getState() == TaskState.OPEN && row.getAttempt() == report.getAttempt()) {
                tryAgain(row, report, now);
            }
        } else if (isTarget(row)) {
            giveUp(row, reason(report));
        } else {
            over(row);
        }
    }

    /** A worker says what the target of a run is, or why it cannot say. The first to say so decides for all tasks. */
    void targetReported(TargetReport report, Instant now) {
        TaskRow row = tasks.get(report.getTaskId());
        if (row == null || !isTarget(row)) {
            return;
        }
        if (report.getOutcome() == ReportOutcome.CANCELLED) {
            // The aggregator reads that cancel too, and ends the run.
            forget(row.getRunId());
        } else if (report.getOutcome() == ReportOutcome.OK) {
            AdmittedRun pinned = template(row).pinnedTo(report);
            runs.put(row.getRunId(), pinned);
            remove(row);
            queuePerspectives(RunTemplate.of(pinned));
        } else {
            boolean retryable = report.getOutcome() == ReportOutcome.RETRYABLE;
            reported(
                    new TaskReported(
                            report.getTaskId(),
                            report.getRunId(),
                            report.getAttempt(),
                            retryable,
                            report.getNotBefore(),
                            report.getError()),
                    now);
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
        RunTemplate template = template(row);
        row.setState(TaskState.OPEN);
        row.setKey(null);
        if (now.isBefore(template.all().getReportBy())) {
            tasks.put(taskId, row);
            outbox.task(template.issued(row, now), template.trace());
        } else {
            // Nobody may use its report any more; the aggregator names it as not started.
            over(row);
        }
    }

    private void tryAgain(TaskRow row, TaskReported report, Instant now) {
        Instant at = later(report.getNotBefore() == null ? now.plus(config.taskBackoff()) : report.getNotBefore(), now);
        if (row.getAttemptsLeft() == 0) {
            giveUp(row, "given up after " + row.getAttempt() + " attempts: " + reason(report));
        } else if (!at.isBefore(template(row).all().getReportBy())) {
            giveUp(row, "not tried again, as the time to report is over before " + at + ": " + reason(report));
        } else {
            window.free(row.getTenant());
            row.setState(TaskState.DUE);
            row.setAttempt(row.getAttempt() + 1);
            row.setAttemptsLeft(row.getAttemptsLeft() - 1);
            row.setKey(due.add(at, DueKind.TASK, row.getTaskId()));
            tasks.put(row.getTaskId(), row);
        }
    }

    /** Reports it FAILED. Without its target, a run has no task that could go on. */
    private void giveUp(TaskRow row, String error) {
        LOG.warn("task is given up, taskId={} attempt={} error={}", row.getTaskId(), row.getAttempt(), error);
        RunTemplate template = template(row);
        if (isTarget(row)) {
            String why = "its target could not be pinned: " + error;
            template.perspectives().forEach(task -> report(template, task, row, why));
            if (template.hasBaseline()) {
                report(template, template.baseline(), row, why);
            }
            forget(row.getRunId());
        } else {
            report(template, TaskId.parse(row.getTaskId()), row, error);
            over(row);
        }
    }

    private void forget(String runId) {
        drop(runId);
        runs.delete(runId);
    }

    private void report(RunTemplate template, TaskId task, TaskRow row, String error) {
        outbox.report(template.failed(task, row.getAttempt(), error), template.trace());
    }

    private static String reason(TaskReported report) {
        return report.getError() == null ? "its worker gave no reason" : report.getError();
    }

    /** A task is over; with the last one of a phase, the next phase of the run begins, or nothing of it is left to do. */
    private void over(TaskRow row) {
        remove(row);
        if (hasTasks(row.getRunId())) {
            return;
        }
        RunTemplate template = template(row);
        if (template.hasBaseline()
                && !row.getTaskId().equals(template.baseline().toString())) {
            queueFirst(template, template.baseline());
        } else {
            runs.delete(row.getRunId());
        }
    }

    private void remove(TaskRow row) {
        switch (row.getState()) {
            case QUEUED -> window.withdraw(row.getKey(), row.getTenant(), row.getPriority());
            case OPEN -> window.free(row.getTenant());
            case DUE -> due.remove(row.getKey());
        }
        tasks.delete(row.getTaskId());
    }

    private void queuePerspectives(RunTemplate template) {
        template.perspectives().forEach(task -> queueFirst(template, task));
    }

    private void queueFirst(RunTemplate template, TaskId task) {
        queue(template.newRow(task, config.taskAttempts()));
    }

    private void queue(TaskRow row) {
        row.setState(TaskState.QUEUED);
        row.setKey(window.add(row.getTaskId(), row.getTenant(), row.getPriority()));
        tasks.put(row.getTaskId(), row);
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

    private RunTemplate template(TaskRow row) {
        return RunTemplate.of(runs.get(row.getRunId()));
    }

    private static boolean isTarget(TaskRow row) {
        return TaskId.parse(row.getTaskId()).perspective().equals(TaskId.TARGET);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
