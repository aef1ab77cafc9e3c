package io.forkline.snapshots.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.registry.ConfluentSchemaRegistry;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.snapshots.Jobs;
import io.forkline.snapshots.TestEnvironments;
import io.forkline.snapshots.record.KnownJob;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.TraceContext;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.telemetry.trace.TracingConfig;
import io.forkline.topologies.Burial;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which trace a run begins whose job came without one. Each record is handled by a planner that has seen none before. */
class PlanTraceTest {

    private final SchemaRegistry registry = ConfluentSchemaRegistry.connect("mock://plan-trace", Map.of());
    private final RecordCodec<JobRequested> jobs = new RecordCodec<>(registry, JobRequested.class, "jobs");
    private final Tracing tracing = Tracing.open(collectorThatIsAway(), "planner");
    private Environments environments;

    @BeforeEach
    void writeEnvironments(@TempDir Path folder) throws Exception {
        environments = TestEnvironments.in(folder);
    }

    @AfterEach
    void close() {
        tracing.close();
        registry.close();
    }

    @Test
    void recordThatIsHandledAgainAfterAnAbortedTransactionIsTheSameSpan() {
        assertThat(traceparentOfThePlan("forkline.jobs", 7, Jobs.START))
                .isEqualTo(traceparentOfThePlan("forkline.jobs", 7, Jobs.START));
    }

    @Test
    void jobOfTheSameIdElsewhereOrLaterIsAnotherTrace() {
        assertThat(List.of(
                        traceOfThePlan("forkline.jobs", 7, Jobs.START),
                        traceOfThePlan("staging.jobs", 7, Jobs.START),
                        traceOfThePlan("forkline.jobs", 8, Jobs.START),
                        traceOfThePlan("forkline.jobs", 7, Jobs.START.plusMillis(1))))
                .doesNotHaveDuplicates();
    }

    private String traceOfThePlan(String topic, long offset, Instant appendedAt) {
        return new TraceContext(traceparentOfThePlan(topic, offset, appendedAt), Optional.empty())
                .traceId()
                .orElseThrow();
    }

    private String traceparentOfThePlan(String topic, long offset, Instant appendedAt) {
        MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
        store(context, AdmissionStep.KNOWN_JOBS, new StateCodec<>(KnownJob.class).serde());
        store(context, AdmissionStep.KNOWN_JOBS_BY_AGE, Serdes.String());
        context.setCurrentSystemTimeMs(Jobs.START.toEpochMilli());
        context.setRecordMetadata(topic, 0, offset);
        JobProcessor processor = new JobProcessor(
                environments,
                AdmissionConfig.DEFAULT,
                jobs,
                new RecordCodec<>(registry, PlanEvent.class, "plans"),
                new RecordCodec<>(registry, ReportEvent.class, "reports"),
                1,
                new Burial("planner", Meters.NONE),
                tracing);
        processor.init(context);
        processor.process(new Record<>(null, jobs.encode(Jobs.job("build-42")), appendedAt.toEpochMilli()));
        return context.forwarded().stream()
                .filter(forward -> forward.childName().equals(Optional.of(AdmissionStep.PLANS)))
                .map(forward -> TraceContext.of(forward.record().headers()).orElseThrow())
                .map(TraceContext::traceparent)
                .findFirst()
                .orElseThrow();
    }

    private static TracingConfig collectorThatIsAway() {
        return new TracingConfig(
                Optional.of(URI.create("http://127.0.0.1:1")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static <V> void store(MockProcessorContext<byte[], byte[]> context, String name, Serde<V> values) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }
}
