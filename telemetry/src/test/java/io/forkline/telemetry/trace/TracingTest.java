package io.forkline.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Optional<TraceContext> UPSTREAM =
            TraceContext.of("00-" + TRACE + "-b7ad6b7169203331-01", "vendor=x");

    private final Spans spans = new Spans();
    private final Tracing tracing = Tracing.to(spans);

    @Test
    void spanContinuesTheTraceOfItsParentWithItsTracestate() {
        StageSpan span = tracing.begin(Stage.PLAN, UPSTREAM, START);
        Optional<TraceContext> context = span.context();

        span.with("forkline.job.id", "job-1").end(START.plusMillis(7));

        SpanData told = spans.ended().getFirst();
        assertThat(told.getName()).isEqualTo("plan");
        assertThat(told.getTraceId()).isEqualTo(TRACE);
        assertThat(told.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(told.getEndEpochNanos() - told.getStartEpochNanos())
                .isEqualTo(Duration.ofMillis(7).toNanos());
        assertThat(context)
                .contains(new TraceContext("00-" + TRACE + "-" + told.getSpanId() + "-01", Optional.of("vendor=x")));
    }

    @Test
    void stageThatIsToldAgainIsTheSameSpanAndAnotherAttemptIsNot() {
        tracing.beginOnce(Stage.RESULT, Optional.empty(), START, "job-1/1").end(START);
        tracing.beginOnce(Stage.RESULT, Optional.empty(), START, "job-1/1").end(START);
        tracing.beginOnce(Stage.RESULT, Optional.empty(), START, "job-1/2").end(START);

        assertThat(spans.ended().get(1).getSpanContext())
                .isEqualTo(spans.ended().get(0).getSpanContext());
        assertThat(spans.ended().get(2).getSpanContext())
                .isNotEqualTo(spans.ended().get(0).getSpanContext())
                .returns(true, SpanContext::isValid);
    }

    @Test
    void whatIsBegunDuringAStageIsBeneathIt() {
        StageSpan task = tracing.begin(Stage.FORK_TASK, UPSTREAM, START);

        task.during(() -> {
            tracing.beginHere(Stage.RUN, START).end(START);
            return "";
        });
        task.end(START);

        assertThat(spans.ended().get(0).getParentSpanId())
                .isEqualTo(spans.ended().get(1).getSpanId());
    }

    @Test
    void endBeforeItsStartTakesNoTime() {
        tracing.begin(Stage.PLAN, Optional.empty(), START).end(START.minusSeconds(1));

        SpanData told = spans.ended().getFirst();
        assertThat(told.getEndEpochNanos()).isEqualTo(told.getStartEpochNanos());
    }

    @Test
    void linksAndParentsThatNameNoTraceAreLeftOut() {
        tracing.begin(Stage.SNAPSHOT_WAIT, TraceContext.of("nonsense", null), START)
                .linkedTo(TraceContext.of("00-0-0-00", null))
                .linkedTo(UPSTREAM)
                .end(START);

        SpanData told = spans.ended().getFirst();
        assertThat(told.getParentSpanContext().isValid()).isFalse();
        assertThat(told.getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(SpanContext::getTraceId)
                .containsExactly(TRACE);
    }

    @Test
    void traceThatItsOwnerDoesNotKeepIsNotToldAndStillPassedOn() {
        StageSpan span =
                tracing.begin(Stage.PLAN, TraceContext.of("00-" + TRACE + "-b7ad6b7169203331-00", null), START);
        span.end(START);

        assertThat(spans.ended()).isEmpty();
        assertThat(span.context().orElseThrow().traceparent())
                .startsWith("00-" + TRACE)
                .endsWith("-00");
    }

    @Test
    void whereItIsOffContextsArePassedOnAsTheyCame() {
        Optional<TraceContext> odd = TraceContext.of("a format of tomorrow", null);

        StageSpan span = Tracing.OFF.begin(Stage.PLAN, odd, START);
        span.with("a", 1).failedIf(true).linkedTo(odd).end(START);

        assertThat(span.context()).isEqualTo(odd);
        assertThat(Tracing.open(TracingConfig.NONE, "a-service")).isSameAs(Tracing.OFF);
    }

    @Test
    void variablesThatCannotBeUsedTurnItOffAndStopNobody() {
        TracingConfig config = new TracingConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "OTEL_TRACES_SAMPLER", "by-the-moon"));

        assertThat(Tracing.open(config, "a-service")).isSameAs(Tracing.OFF);
    }

    @Test
    void collectorThatIsNotThereCostsAStopNoMoreThanItsBound() {
        TracingConfig config = new TracingConfig(
                Optional.of(URI.create("http://127.0.0.1:1")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        Tracing away = Tracing.open(config, "a-service");
        StageSpan span = away.begin(Stage.PLAN, Optional.empty(), START);
        span.end(START);

        away.close();
        away.close();

        assertThat(span.context()).isPresent();
    }
}
