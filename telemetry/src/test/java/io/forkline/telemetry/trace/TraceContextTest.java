package io.forkline.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TraceContextTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void headersThatItWroteItReads() {
        TraceContext context = new TraceContext(PARENT, Optional.of("a=b"));

        assertThat(TraceContext.of(TraceContext.headers(Optional.of(context)))).contains(context);
        assertThat(context.traceId()).contains("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void lastHeaderOfANameCountsAndIsReplaced() {
        Headers headers = headers(PARENT, "a=b");
        headers.add("traceparent", "other".getBytes(StandardCharsets.UTF_8));

        assertThat(TraceContext.of(headers)).contains(new TraceContext("other", Optional.of("a=b")));
        new TraceContext(PARENT, Optional.empty()).addTo(headers);

        assertThat(headers.toArray()).hasSize(1);
    }

    @Test
    void whatIsTooLargeGoesNoFurther() {
        assertThat(TraceContext.of(headers("x".repeat(513), "a=b"))).isEmpty();
        assertThat(TraceContext.of(headers(PARENT, "x".repeat(513))))
                .contains(new TraceContext(PARENT, Optional.empty()));
    }

    @Test
    void otherFormHasNoTraceId() {
        assertThat(new TraceContext("00-abc-def-01", Optional.empty()).traceId())
                .isEmpty();
        assertThat(new TraceContext("z".repeat(55), Optional.empty()).traceId()).isEmpty();
    }

    private static Headers headers(String traceparent, String tracestate) {
        return new RecordHeaders()
                .add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8))
                .add("tracestate", tracestate.getBytes(StandardCharsets.UTF_8));
    }
}
