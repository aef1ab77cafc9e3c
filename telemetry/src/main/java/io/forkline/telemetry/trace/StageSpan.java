package io.forkline.telemetry.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The span of a stage that has begun. It is told when it is ended; one that never is was that of work which came to nothing. For
 * one thread at a time. Attributes are ids, names, numbers and outcomes: nothing of what a job looks at or a fork says.
 */
public final class StageSpan {

    private final @Nullable Span span;
    private final Optional<TraceContext> parent;
    private final Instant start;

    private StageSpan(@Nullable Span span, Optional<TraceContext> parent, Instant start) {
        this.span = span;
        this.parent = parent;
        this.start = start;
    }

    static StageSpan of(Span span, Instant start) {
        return new StageSpan(span, Optional.empty(), start);
    }

    /** One that nobody hears of. */
    static StageSpan off(Optional<TraceContext> parent) {
        return new StageSpan(null, parent, Instant.EPOCH);
    }

    /** What the records of this stage carry: its own context, or where tracing is off that of its parent. */
    public Optional<TraceContext> context() {
        return span == null ? parent : Propagation.contextOf(Context.root().with(span));
    }

    /** @param value null for none */
    public StageSpan with(String key, @Nullable String value) {
        if (span != null && value != null) {
            span.setAttribute(key, value);
        }
        return this;
    }

    public StageSpan with(String key, long value) {
        if (span != null) {
            span.setAttribute(key, value);
        }
        return this;
    }

    public StageSpan with(String key, double value) {
        if (span != null) {
            span.setAttribute(key, value);
        }
        return this;
    }

    public StageSpan with(String key, boolean value) {
        if (span != null) {
            span.setAttribute(key, value);
        }
        return this;
    }

    /** Another span has to do with this one, and is not its parent. */
    public StageSpan linkedTo(Optional<TraceContext> other) {
        if (span != null) {
            other.map(Propagation::spanOf).filter(SpanContext::isValid).ifPresent(span::addLink);
        }
        return this;
    }

    /** It came to a bad end. Why is in the records and the log, which only those may read who may know. */
    public StageSpan failedIf(boolean failed) {
        if (span != null && failed) {
            span.setStatus(StatusCode.ERROR);
        }
        return this;
    }

    /** Does something as part of this stage: {@link Tracing#beginHere} on the same thread begins beneath it. */
    public <T, E extends Exception> T during(Work<T, E> work) throws E {
        Scope scope = span == null ? Scope.noop() : span.makeCurrent();
        try {
            return work.get();
        } finally {
            scope.close();
        }
    }

    /** It is over. By the clock of another host than its start it may seem to have been before that, and then takes no time. */
    public void end(Instant at) {
        if (span != null) {
            span.end(at.isBefore(start) ? start : at);
        }
    }

    /** What is done during a stage. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T get() throws E;
    }
}
