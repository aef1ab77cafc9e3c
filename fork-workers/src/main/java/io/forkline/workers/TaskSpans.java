package io.forkline.workers;

import io.forkline.leases.Delivery;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.Stages;
import io.forkline.telemetry.trace.Stage;
import io.forkline.telemetry.trace.StageSpan;
import io.forkline.telemetry.trace.TraceContext;
import io.forkline.telemetry.trace.Tracing;
import java.time.Clock;
import java.time.Instant;

/** The spans of tasks: of each attempt one, with what was waited for and what ran beneath it. A task that is done twice has two. */
record TaskSpans(Tracing tracing, Clock clock) {

    static final TaskSpans OFF = new TaskSpans(Tracing.OFF, Clock.systemUTC());

    /** Begins at the time the attempt was issued. */
    StageSpan begin(Stage stage, ForkTask task, Delivery delivery) {
        StageSpan span = tracing.begin(stage, TraceContext.of(delivery.headers()), task.getIssuedAt())
                .with("forkline.run.id", task.getRunId())
                .with("forkline.task.id", task.getTaskId())
                .with("forkline.environment", task.getEnvironment())
                .with("forkline.environment.id", task.getEnvironmentId())
                .with("forkline.attempt", task.getAttempt())
                .with("forkline.delivery", delivery.count());
        return span.during(() -> {
            tracing.beginHere(Stage.WAIT, task.getIssuedAt()).end(clock.instant());
            return span;
        });
    }

    /** The worker has its answer. */
    void end(StageSpan span, ReportOutcome outcome) {
        span.with("forkline.outcome", outcome.name())
                .failedIf(outcome != ReportOutcome.OK && outcome != ReportOutcome.CANCELLED)
                .end(clock.instant());
    }

    /** The lock is lost, or the worker ends: somebody else does the task. */
    void abandoned(StageSpan span) {
        span.with("forkline.outcome", "ABANDONED").failedIf(true).end(clock.instant());
    }

    /** A perspective has run, on this thread. */
    void ran(PerspectiveReport report, String perspective, Instant asked, Instant ended, Stages stages) {
        StageSpan span = tracing.beginHere(Stage.RUN, asked)
                .with("forkline.perspective", perspective)
                .with("forkline.outcome", report.getOutcome().name())
                .with("forkline.fork.parked", stages.getParked())
                .with("forkline.fork.queue.us", stages.getQueueMicros())
                .with("forkline.fork.claim.us", stages.getClaimMicros())
                .with("forkline.fork.mount.us", stages.getMountMicros())
                .with("forkline.fork.first_instruction.us", stages.getFirstInstructionMicros())
                .with("forkline.fork.run.us", stages.getRunMicros())
                .with("forkline.fork.result.us", stages.getResultMicros());
        if (report.getSandbox() != null) {
            span.with("forkline.fork.id", report.getSandbox().getForkId())
                    .with("forkline.sandbox.provider", report.getSandbox().getProvider());
        }
        span.failedIf(report.getOutcome() != ReportOutcome.OK && report.getOutcome() != ReportOutcome.CANCELLED)
                .end(ended);
    }
}
