package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Done;
import io.forkline.aggregator.run.Joining;
import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.Move;
import io.forkline.aggregator.run.RunState;
import io.forkline.aggregator.run.Unplanned;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.metrics.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.TaskId;

/**
 * Counts and measures runs by the moves they make. A transaction that is given up is processed again, and what it did counts again:
 * these numbers are for watching, the topics for accounting.
 */
final class JoinMeters {

    private static final String BEFORE_RESULT = "before_result";
    private static final String AFTER_RESULT = "after_result";

    private static final String REJECTED = "rejected";
    private static final List<String> STATUSES = Stream.concat(
                    Arrays.stream(ResultStatus.values()).map(JoinMeters::text), Stream.of(REJECTED))
            .toList();

    private final Meters meters;
    private final OpenRuns open = new OpenRuns();

    JoinMeters(Meters meters, Clock clock) {
        this.meters = meters;
        meters.gauge(Metric.OPEN_JOBS, open::count);
        meters.gauge(Metric.OLDEST_OPEN_JOB, () -> age(clock.instant()));
        meters.show(Metric.LATE_REPORTS, BEFORE_RESULT);
        meters.show(Metric.LATE_REPORTS, AFTER_RESULT);
        STATUSES.forEach(status -> meters.show(Metric.JOB_RESULT, status));
    }

    /** A task of the topology is here. */
    void begin(TaskId task) {
        open.begun(task);
    }

    /** One of the runs that it brought. */
    void restored(TaskId task, RunPlanned plan) {
        show(plan);
        open.restored(task, plan);
    }

    /** It has gone. */
    void end(TaskId task) {
        open.gone(task);
    }

    void moved(TaskId task, RunId run, Optional<RunState> before, Move move, Instant at) {
        boolean isNew = before.isEmpty() || before.get() instanceof Unplanned;
        switch (move.next()) {
            case Joining joining -> opened(task, run, isNew, joining.plan(), at);
            case Leading leading -> opened(task, run, isNew, leading.plan(), at);
            case Done done -> open.closed(task, run);
            case Unplanned unplanned -> {}
        }
        if (move instanceof Move.Answer answer) {
            answered(answer.result());
        }
    }

    /** The first report of a run that had its plan. */
    void firstReport(TaskId task, RunId run, Instant at) {
        open.planned(task, run)
                .ifPresent(planned -> meters.observe(Metric.JOB_FIRST_REPORT, Duration.between(planned, at)));
    }

    void lateBeforeTheResult() {
        meters.count(Metric.LATE_REPORTS, BEFORE_RESULT);
    }

    void afterTheResult() {
        meters.count(Metric.LATE_REPORTS, AFTER_RESULT);
    }

    private void opened(TaskId task, RunId run, boolean isNew, RunPlanned plan, Instant at) {
        if (isNew) {
            show(plan);
            open.opened(task, run, plan.getSubmittedAt(), at);
            meters.observe(Metric.JOB_PLAN, Duration.between(plan.getSubmittedAt(), at));
        }
    }

    /** From 0 on, so that the first result of a tenant is an increase. */
    private void show(RunPlanned plan) {
        STATUSES.forEach(status -> meters.show(Metric.RESULTS, status, plan.getTenant()));
    }

    private void answered(JobResult result) {
        String status = result.getAdmitted() ? text(result.getStatus()) : REJECTED;
        meters.count(Metric.RESULTS, status, result.getTenant());
        meters.observe(Metric.JOB_RESULT, Duration.between(result.getSubmittedAt(), result.getFinishedAt()), status);
    }

    private static String text(ResultStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private double age(Instant now) {
        return open.oldest()
                .map(since -> Math.max(0, Duration.between(since, now).toMillis() / 1e3))
                .orElse(0.0);
    }
}
