package io.forkline.cli.history;

import io.forkline.schemas.id.JobId;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.SnapshotEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the log says, job by job. The records may come in any order. One that names no valid job is left out: the services
 * send it to the dead letters.
 */
public final class History {

    private final Extent extent;
    private final Map<String, JobHistory> jobs = new HashMap<>();
    private final Snapshots snapshots = new Snapshots();
    private final List<Dated<String>> unreadable = new ArrayList<>();

    public History(Extent extent) {
        this.extent = extent;
    }

    /** Takes the value of a record of any topic of jobs, or of {@code snapshots}. */
    public void add(Object record, Position at) {
        try {
            take(record, at);
        } catch (IllegalArgumentException e) {
            // An id of the wrong form: not a job's.
            return;
        }
    }

    /** Takes a record of the topic of jobs that nobody can read, and why. */
    public void addUnreadableJob(String cause, Position at) {
        unreadable.add(new Dated<>(cause, at));
    }

    /** The records of the topic of jobs that nobody can read, each with the reason. */
    public List<Dated<String>> unreadableJobs() {
        return List.copyOf(unreadable);
    }

    private void take(Object record, Position at) {
        switch (record) {
            case JobRequested job -> job(job.getJobId(), at).add(Request.of(job, at));
            case PlanEvent plan -> take(plan.getEvent(), at);
            case RunPlanned plan -> run(plan.getRunId(), at).add(plan, at);
            case RunRejected rejection -> run(rejection.getRunId(), at).add(rejection, at);
            case ForkTask task -> {
                TaskId id = TaskId.parse(task.getTaskId());
                run(id.run().toString(), at).add(id, task.getAttempt(), at);
            }
            case ReportEvent report -> take(report.getEvent(), at);
            case PerspectiveReport report -> run(report.getRunId(), at).add(report, at);
            case DeadlineReached mark -> run(mark.getRunId(), at).add(mark, at);
            case LeadVerdict verdict -> run(verdict.getRunId(), at).add(verdict, at);
            case JobResult result -> run(result.getRunId(), at).add(result, at);
            case RunControl control -> job(control.getJobId(), at).add(control, at);
            case SnapshotEvent event -> snapshots.add(event, at);
            default -> throw new IllegalStateException("not a record of a job: " + record.getClass());
        }
    }

    /** Those that exist, the one that was asked for last at the end. */
    public List<JobHistory> jobs() {
        // The time is computed from what a job has, so once for each and not for each comparison.
        return jobs.values().stream()
                .filter(JobHistory::exists)
                .map(job -> Map.entry(job.listedAt(), job))
                .sorted(Map.Entry.<Instant, JobHistory>comparingByKey()
                        .thenComparing(entry -> entry.getValue().job().value()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The job, also when nothing but a cancel speaks of it; empty when nothing does. */
    public Optional<JobHistory> job(JobId id) {
        return Optional.ofNullable(jobs.get(id.value()));
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    private RunHistory run(String id, Position at) {
        RunId run = RunId.parse(id);
        return job(run.job().value(), at).run(run);
    }

    private JobHistory job(String id, Position at) {
        JobHistory job = jobs.computeIfAbsent(id, value -> new JobHistory(new JobId(value), extent));
        job.seen(at);
        return job;
    }
}
