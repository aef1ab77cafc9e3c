package io.forkline.cli.cluster;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Locale;
import java.util.Map;

/**
 * The trace of the program that called this one, by the variables {@code TRACEPARENT} and {@code TRACESTATE}, as build systems
 * and {@code otel-cli} set them. None where they are missing or wrong.
 */
record CallersTrace(Context context) {

    static CallersTrace of(Map<String, String> env) {
        return new CallersTrace(W3CTraceContextPropagator.getInstance()
                .extract(
                        Context.root(),
                        env,
                        (variables, name) -> variables == null ? null : variables.get(name.toUpperCase(Locale.ROOT))));
    }

    /** Does something as part of it. */
    <T> T during(Work<T> work) throws InterruptedException {
        Scope scope = context.makeCurrent();
        try {
            return work.get();
        } finally {
            scope.close();
        }
    }

    /** What is done during it. */
    @FunctionalInterface
    interface Work<T> {
        T get() throws InterruptedException;
    }
}
