package io.forkline.telemetry.trace;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A W3C trace context as the headers of records and the rows of stores carry it. Comes from anyone, so that only its size is
 * sure: whether it names a trace shows when a span is begun beneath it.
 *
 * @param traceparent at most {@value #MOST_BYTES} bytes
 * @param tracestate what tracing systems keep beside it; at most as many
 */
public record TraceContext(String traceparent, Optional<String> tracestate) {

    public static final String TRACEPARENT = "traceparent";
    public static final String TRACESTATE = "tracestate";

    /** A traceparent has 55 bytes today, a tracestate at most 512. With a larger one a record of ours could be too large for its topic. */
    private static final int MOST_BYTES = 512;

    /** The lengths of version and trace id in a traceparent, and of the dash behind each. */
    private static final int TRACE_ID_FROM = 3;

    private static final int TRACE_ID_TO = 35;

    /** What the headers of a record say. A traceparent that is too large is none, and a tracestate without one neither. */
    public static Optional<TraceContext> of(Headers headers) {
        return of(text(headers.lastHeader(TRACEPARENT)), text(headers.lastHeader(TRACESTATE)));
    }

    /** What a row keeps; null where it keeps none. */
    public static Optional<TraceContext> of(@Nullable String traceparent, @Nullable String tracestate) {
        return Optional.ofNullable(traceparent)
                .map(parent -> new TraceContext(parent, Optional.ofNullable(tracestate)));
    }

    /** As headers of a new record. */
    public static Headers headers(Optional<TraceContext> context) {
        Headers headers = new RecordHeaders();
        context.ifPresent(each -> each.addTo(headers));
        return headers;
    }

    /** Puts it in the place of what the headers say. */
    public void addTo(Headers headers) {
        headers.remove(TRACEPARENT).add(TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        headers.remove(TRACESTATE);
        tracestate.ifPresent(state -> headers.add(TRACESTATE, state.getBytes(StandardCharsets.UTF_8)));
    }

    /** The trace's id, for logs; empty where the traceparent has not the form of today. */
    public Optional<String> traceId() {
        boolean hasForm = traceparent.length() > TRACE_ID_TO
                && traceparent.substring(TRACE_ID_FROM, TRACE_ID_TO).matches("[0-9a-f]+");
        return hasForm ? Optional.of(traceparent.substring(TRACE_ID_FROM, TRACE_ID_TO)) : Optional.empty();
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null || header.value().length > MOST_BYTES
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }
}
