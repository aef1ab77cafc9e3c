package io.forkline.telemetry.trace;

import io.opentelemetry.api.trace.SpanKind;

/** What has a span of its own, by the name it has there. Ahead of all is {@code submit}, by the producer library. */
public enum Stage {
    /** From the job's record in the log to the planner's decision. */
    PLAN("plan", SpanKind.CONSUMER),
    /** A run waits for the snapshot of its environment. */
    SNAPSHOT_WAIT("snapshot wait", SpanKind.INTERNAL),
    /** A builder answers a request for a snapshot. */
    SNAPSHOT_BUILD("snapshot build", SpanKind.CONSUMER),
    /** An attempt of a task, from its being issued to its report. */
    FORK_TASK("fork task", SpanKind.CONSUMER),
    /** The part of it before a worker began. */
    WAIT("wait", SpanKind.INTERNAL),
    /** A perspective in its fork. */
    RUN("run", SpanKind.INTERNAL),
    /** An attempt of the task that pins a target. */
    PIN_TARGET("pin target", SpanKind.CONSUMER),
    /** Reports are awaited. */
    JOIN("join", SpanKind.CONSUMER),
    /** An attempt to get a verdict, from its being issued to the answer. */
    LEAD("lead", SpanKind.CONSUMER),
    /** From the record that closed the run to the result. */
    RESULT("result", SpanKind.PRODUCER);

    private final String spanName;
    private final SpanKind kind;

    Stage(String spanName, SpanKind kind) {
        this.spanName = spanName;
        this.kind = kind;
    }

    /** Its name in traces. */
    public String spanName() {
        return spanName;
    }

    SpanKind kind() {
        return kind;
    }
}
