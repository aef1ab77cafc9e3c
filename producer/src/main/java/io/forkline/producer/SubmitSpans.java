package io.forkline.producer;

import io.forkline.schemas.record.JobRequested;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The span of a submission, beneath the current one of the program, and the headers by which the job continues it. Where the
 * program has a trace and no OpenTelemetry of ours, the job continues the program's own span.
 */
record SubmitSpans(OpenTelemetry telemetry) {

    /** Writes the record of a job. */
    interface Write {
        RecordMetadata with(Headers headers) throws InterruptedException;
    }

    RecordMetadata during(JobRequested job, Write write) throws InterruptedException {
        Span span = telemetry
                .getTracer("io.forkline")
                .spanBuilder("submit")
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("forkline.job.id", job.getJobId())
                .setAttribute("forkline.environment", job.getEnvironment())
                .setAttribute("forkline.replay", job.getReplay() != null)
                .startSpan();
        boolean written = false;
        try {
            RecordMetadata metadata = write.with(headers(Context.current().with(span)));
            written = true;
            return metadata;
        } finally {
            if (!written) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    private static Headers headers(Context context) {
        Headers headers = new RecordHeaders();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        context,
                        headers,
                        (to, name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }
}
