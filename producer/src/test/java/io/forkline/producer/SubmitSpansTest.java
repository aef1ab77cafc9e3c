package io.forkline.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.schemas.record.JobRequested;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SubmitSpansTest {

    private final SubmitSpans spans = new SubmitSpans(OpenTelemetry.noop());

    @Test
    void jobOfAProgramThatIsNotTracedHasNoTrace() throws Exception {
        assertThat(headersOfASubmission()).isEmpty();
    }

    /** As where another library has put one there. */
    @Test
    void jobContinuesTheCurrentTraceOfTheProgramAlsoWithoutASpanOfOurs() throws Exception {
        SpanContext current = SpanContext.create(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                TraceFlags.getSampled(),
                TraceState.builder().put("vendor", "x").build());
        Scope scope = Context.root().with(Span.wrap(current)).makeCurrent();
        try {

            Headers headers = headersOfASubmission();

            assertThat(headers.lastHeader("traceparent").value())
                    .asString()
                    .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            assertThat(headers.lastHeader("tracestate").value()).asString().isEqualTo("vendor=x");
        } finally {
            scope.close();
        }
    }

    private Headers headersOfASubmission() throws Exception {
        JobRequested job =
                Job.builder("review", Targets.inline(Map.of("a", "b"))).build().toRecord(Clock.systemUTC());
        Headers seen = new RecordHeaders();
        spans.during(job, headers -> {
            headers.forEach(seen::add);
            return new RecordMetadata(new TopicPartition("jobs", 0), 0, 0, 0, 0, 0);
        });
        return seen;
    }
}
