package io.forkline.telemetry.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Between our contexts and OpenTelemetry's. */
final class Propagation {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Map<String, String>> GETTER =
            (carrier, key) -> carrier == null ? null : carrier.get(key);

    private Propagation() {}

    /** A context with nothing in it where the text is none that names a trace. */
    static Context contextOf(TraceContext text) {
        Map<String, String> carrier = new HashMap<>();
        carrier.put(TraceContext.TRACEPARENT, text.traceparent());
        text.tracestate().ifPresent(state -> carrier.put(TraceContext.TRACESTATE, state));
        return W3C.extract(Context.root(), carrier, GETTER);
    }

    static SpanContext spanOf(TraceContext text) {
        return Span.fromContext(contextOf(text)).getSpanContext();
    }

    static Optional<TraceContext> contextOf(Context context) {
        Map<String, String> carrier = new HashMap<>();
        W3C.inject(context, carrier, (map, key, value) -> carrier.put(key, value));
        return TraceContext.of(carrier.get(TraceContext.TRACEPARENT), carrier.get(TraceContext.TRACESTATE));
    }
}
