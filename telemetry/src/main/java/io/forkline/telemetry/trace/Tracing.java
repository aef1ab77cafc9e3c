package io.forkline.telemetry.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins spans and sends them on. Safe for many threads. Whatever becomes of spans, and of whoever is to have them, no job
 * depends on it.
 */
public final class Tracing implements AutoCloseable {

    /** No spans; contexts are passed on as they came. */
    public static final Tracing OFF = new Tracing(null, new StageIds());

    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
    private static final String SCOPE = "io.forkline";
    /** What a service that ends gives to spans that have not left, in all. */
    private static final long FLUSH_MS = 2_000;

    private final @Nullable OpenTelemetrySdk sdk;
    private final StageIds ids;
    private final Tracer tracer;

    private Tracing(@Nullable OpenTelemetrySdk sdk, StageIds ids) {
        this.sdk = sdk;
        this.ids = ids;
        this.tracer = (sdk == null ? OpenTelemetry.noop() : sdk).getTracer(SCOPE);
    }

    /**
     * Tracing for a process, which is off where nothing says where spans go. What the standard variables say wrongly turns it
     * off too, with a line in the log: they may be meant for other programs.
     *
     * @param service name of the process in traces, unless the configuration or {@code OTEL_SERVICE_NAME} gives another
     */
    public static Tracing open(TracingConfig config, String service) {
        if (!config.isOn()) {
            return OFF;
        }
        ExporterLog.toSlf4j();
        StageIds ids = new StageIds();
        try {
            return new Tracing(
                    AutoConfiguredOpenTelemetrySdk.builder()
                            .addPropertiesCustomizer(properties -> config.properties(service))
                            .addTracerProviderCustomizer((provider, properties) -> provider.setIdGenerator(ids))
                            .disableShutdownHook()
                            .build()
                            .getOpenTelemetrySdk(),
                    ids);
        } catch (RuntimeException e) {
            LOG.warn("there will be no traces, as their configuration cannot be used, error={}", e.getMessage());
            return OFF;
        }
    }

    /** For tests: every span goes to the exporter as it ends. */
    static Tracing to(SpanExporter exporter) {
        StageIds ids = new StageIds();
        return new Tracing(
                OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder()
                                .setIdGenerator(ids)
                                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                                .build())
                        .build(),
                ids);
    }

    /** For a library that knows OpenTelemetry and not us. */
    public OpenTelemetry openTelemetry() {
        return sdk == null ? OpenTelemetry.noop() : sdk;
    }

    /**
     * The span of a stage.
     *
     * @param parent what the record or row carries that the stage follows from; a trace begins here where it carries none
     * @param start may be long ago, and by another clock
     */
    public StageSpan begin(Stage stage, Optional<TraceContext> parent, Instant start) {
        return sdk == null ? StageSpan.off(parent) : start(builder(stage, parent), start);
    }

    /**
     * The same, of a stage that may be told again and is the same then.
     *
     * @param identity what makes it this stage, such as the run and the attempt. A stage that may have no parent begins a trace
     *     by it, so it has to differ between clusters too, which a run's id does not
     */
    public StageSpan beginOnce(Stage stage, Optional<TraceContext> parent, Instant start, String identity) {
        if (sdk == null) {
            return StageSpan.off(parent);
        }
        String whole = stage + " " + identity + " "
                + parent.map(TraceContext::traceparent).orElse("");
        return ids.from(whole, () -> start(builder(stage, parent), start));
    }

    /** The same, beneath the stage {@linkplain StageSpan#during that this thread is at}. */
    public StageSpan beginHere(Stage stage, Instant start) {
        return sdk == null
                ? StageSpan.off(Optional.empty())
                : start(tracer.spanBuilder(stage.spanName()).setSpanKind(stage.kind()), start);
    }

    /** Sends what has not left, and waits for that no longer than two seconds. May be called twice. */
    @Override
    public void close() {
        if (sdk != null
                && !sdk.getSdkTracerProvider()
                        .shutdown()
                        .join(FLUSH_MS, TimeUnit.MILLISECONDS)
                        .isSuccess()) {
            LOG.warn("the last spans may not have arrived");
        }
    }

    private SpanBuilder builder(Stage stage, Optional<TraceContext> parent) {
        Context context = parent.map(Propagation::contextOf).orElseGet(Context::root);
        return tracer.spanBuilder(stage.spanName()).setSpanKind(stage.kind()).setParent(context);
    }

    private static StageSpan start(SpanBuilder span, Instant start) {
        return StageSpan.of(span.setStartTimestamp(start).startSpan(), start);
    }
}
