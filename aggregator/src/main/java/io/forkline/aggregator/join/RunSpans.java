package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Joining;
import io.forkline.aggregator.run.Leading;
import io.forkline.aggregator.run.Move;
import io.forkline.aggregator.run.RunState;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.telemetry.trace.Stage;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import io.forkline.telemetry.trace.Tracing;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans of the stages that this topology owns. Both begin beneath the trace of the plan, which lies in a store with it: a run
 * is closed by whatever comes last, and a mark of time or a cancel carries no trace of the run.
 */
record RunSpans(Tracing tracing) {

    /** The trace of a run that has a plan; empty where it has none, or its plan has no trace. */
    static Optional<TraceContext> traceOf(Optional<RunState> before, Move move) {
        return plan(before, move).flatMap(RunSpans::traceOf);
    }

    /** Tells that reports are no longer awaited, where a move says so. */
    void joined(RunId run, Optional<RunState> before, Move move, Instant at) {
        RunState state = before.orElse(null);
        if (state instanceof Leading || move.next() instanceof Joining) {
            return;
        }
        plan(before, move)
                .ifPresent(plan -> tracing.beginOnce(
                                Stage.JOIN,
                                traceOf(plan),
                                Objects.requireNonNullElse(plan.getPlannedAt(), plan.getSubmittedAt()),
                                identity(plan.getRunId(), plan.getOrigin(), plan.getSubmittedAt()))
                        .with("forkline.run.id", run.toString())
                        .with("forkline.perspectives", plan.getExpected().size())
                        .with("forkline.arrived", state instanceof Joining joining ? joining.arrived() : 0)
                        .end(at));
    }

    /** Begins the span of a result, which goes out with it. */
    StageSpan result(JobResult result, Optional<TraceContext> parent, Instant at) {
        return tracing.beginOnce(
                        Stage.RESULT,
                        parent,
                        at,
                        identity(result.getRunId(), result.getOrigin(), result.getSubmittedAt()))
                .with("forkline.job.id", result.getJobId())
                .with("forkline.run.id", result.getRunId())
                .with("forkline.environment", result.getEnvironment())
                .with("forkline.status", result.getStatus().name())
                .with("forkline.reports", result.getReports().size())
                .with("forkline.missing", result.getMissing().size())
                .failedIf(result.getStatus() == ResultStatus.FAILED);
    }

    /** Where the planner tells no traces there is no parent, and a run of this id may be in another cluster too. */
    private static String identity(String run, Origin origin, Instant submittedAt) {
        return run + " of " + origin.getTopic() + " " + origin.getPartition() + "@" + origin.getOffset() + " "
                + submittedAt;
    }

    private static Optional<TraceContext> traceOf(RunPlanned plan) {
        return TraceContext.of(plan.getTraceparent(), plan.getTracestate());
    }

    private static Optional<RunPlanned> plan(Optional<RunState> before, Move move) {
        return Optional.ofNullable(before.map(RunSpans::plan).orElse(plan(move.next())));
    }

    private static @Nullable RunPlanned plan(RunState state) {
        return state instanceof Joining joining
                ? joining.plan()
                : state instanceof Leading leading ? leading.plan() : null;
    }
}
