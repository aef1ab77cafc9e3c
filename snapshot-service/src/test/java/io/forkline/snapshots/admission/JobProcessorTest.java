package io.forkline.snapshots.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.record.InlineFile;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.Target;
import io.forkline.schemas.record.TargetKind;
import io.forkline.schemas.registry.ConfluentSchemaRegistry;
import io.forkline.schemas.registry.RegistryUnavailableException;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.snapshots.Jobs;
import io.forkline.snapshots.TestEnvironments;
import io.forkline.snapshots.record.KnownJob;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.topologies.Burial;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only shows at the edge: other partitioners (librdkafka puts a key elsewhere than Kafka does), outages, sizes. */
class JobProcessorTest {

    private static final int PARTITIONS = 6;

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private Environments environments;
    private RecordCodec<JobRequested> codec;
    private RecordCodec<PlanEvent> plans;
    private RecordCodec<ReportEvent> reports;
    private JobProcessor processor;

    @BeforeEach
    void startProcessor(@TempDir Path folder) throws Exception {
        TestEnvironments.write(
                folder,
                "huge",
                "  Only: { run: [echo, " + "x".repeat(900 * 1024) + "], timeout: 1s, required: true }\n");
        environments = TestEnvironments.in(folder);
        var registry = ConfluentSchemaRegistry.connect("mock://job-processor", Map.of());
        codec = new RecordCodec<>(registry, JobRequested.class, "jobs");
        plans = new RecordCodec<>(registry, PlanEvent.class, "plans");
        reports = new RecordCodec<>(registry, ReportEvent.class, "reports");
        store(AdmissionStep.KNOWN_JOBS, new StateCodec<>(KnownJob.class).serde());
        store(AdmissionStep.KNOWN_JOBS_BY_AGE, Serdes.String());
        processor = new JobProcessor(
                environments,
                AdmissionConfig.DEFAULT,
                codec,
                plans,
                reports,
                PARTITIONS,
                new Burial("planner", Meters.NONE),
                Tracing.OFF);
        context.setCurrentSystemTimeMs(Jobs.START.toEpochMilli());
        processor.init(context);
    }

    @Test
    void strayGoesToThePartitionOfItsJobUnchangedAndDoesNothingElse() {
        byte[] value = process("a", partitionOf("a") + 1, "a");

        assertThat(context.forwarded()).hasSize(1);
        CapturedForward<? extends byte[], ? extends byte[]> forward =
                context.forwarded().get(0);
        assertThat(forward.childName()).isEqualTo(Optional.of(AdmissionStep.STRAYS));
        assertThat(forward.record().key()).isEqualTo(bytes("a"));
        assertThat(forward.record().value()).isEqualTo(value);
    }

    /** As a compressed batch may bring it. */
    @Test
    void strayThatItsPartitionWouldNotTakeGoesToTheDeadLetters() {
        process(
                Jobs.builder("a")
                        .setTarget(inline(ForklineTopic.JOBS.maxMessageBytes()))
                        .build(),
                partitionOf("a") + 1,
                0,
                "a");

        assertThat(sinks()).containsExactly(AdmissionStep.DEAD_LETTERS);
    }

    @Test
    void strayWhoseHeadersItsPartitionWouldNotTakeGoesToTheDeadLetters() {
        process(
                Jobs.job("a"),
                partitionOf("a") + 1,
                0,
                "a",
                new RecordHeaders().add("large", new byte[ForklineTopic.JOBS.maxMessageBytes()]));

        assertThat(sinks()).containsExactly(AdmissionStep.DEAD_LETTERS);
    }

    @Test
    void traceContextThatCannotBeOneGoesNoFurther() {
        process(
                Jobs.job("a"),
                partitionOf("a"),
                0,
                "a",
                new RecordHeaders().add("traceparent", new byte[ForklineTopic.PLANS.maxMessageBytes()]));

        assertThat(context.forwarded())
                .hasSize(2)
                .allSatisfy(forward -> assertThat(forward.record().headers()).isEmpty());
    }

    @Test
    void strayThatArrivesInItsPartitionRunsOnce() {
        process("a", partitionOf("a"), "a");
        process("a", partitionOf("a") + 1, "a");
        process("a", partitionOf("a"), "a");

        assertThat(sinks()).containsExactly(AdmissionStep.PLANS, AdmissionStep.EVENTS, AdmissionStep.STRAYS);
    }

    @Test
    void recordWithAnotherKeyGoesByTheJobIdInItsValue() {
        process("a", partitionOf("a"), "something else");

        assertThat(sinks()).containsExactly(AdmissionStep.PLANS, AdmissionStep.EVENTS);
    }

    @Test
    void registryOutOfReachIsNoReasonToBuryAJob() {
        byte[] unknownSchema = codec.encode(Jobs.job("a"));
        var outage = new JobProcessor(
                environments,
                AdmissionConfig.DEFAULT,
                new RecordCodec<>(new UnreachableRegistry(), JobRequested.class, "jobs"),
                plans,
                reports,
                PARTITIONS,
                new Burial("planner", Meters.NONE),
                Tracing.OFF);
        outage.init(context);
        context.setRecordMetadata("jobs", partitionOf("a"), 0);
        Record<byte[], byte[]> record = new Record<>(bytes("a"), unknownSchema, Jobs.START.toEpochMilli());

        assertThatThrownBy(() -> outage.process(record)).isInstanceOf(RegistryUnavailableException.class);
        assertThat(context.forwarded()).isEmpty();
    }

    /** What a processor has written when it throws may be committed: so the schema is there before the first record. */
    @Test
    void registryOutOfReachEndsTheProcessorBeforeItReadsAnything() {
        var outage = new JobProcessor(
                environments,
                AdmissionConfig.DEFAULT,
                codec,
                new RecordCodec<>(new UnreachableRegistry(), PlanEvent.class, "plans"),
                reports,
                PARTITIONS,
                new Burial("planner", Meters.NONE),
                Tracing.OFF);

        assertThatThrownBy(() -> outage.init(context)).isInstanceOf(RegistryUnavailableException.class);
    }

    /** The key and the framing of the batch count too. */
    @Test
    void runThatItsRecordCouldJustHoldByItsValueIsRejected() {
        Target target = inline(116 * 1024);

        process(Jobs.builder("a").setEnvironment("huge").setTarget(target).build(), partitionOf("a"), 0, "a");

        assertThat(sinks()).containsExactly(AdmissionStep.PLANS);
    }

    @Test
    void runThatNoRecordCanHoldIsRejectedInsteadOfKillingTheThread() {
        process(Jobs.builder("a").setEnvironment("huge").setTarget(large()).build(), partitionOf("a"), 0, "a");

        assertThat(sinks()).containsExactly(AdmissionStep.PLANS);
        var plan = (Decoded.Value<PlanEvent>)
                plans.decode(context.forwarded().get(0).record().value());
        assertThat(((RunRejected) plan.value().getEvent()).getMessage()).contains("no record can hold");
    }

    @Test
    void recordOfATurnedDownJobThatIsReadAgainIsNotTurnedDownAgain() {
        JobRequested overdue = Jobs.builder("a").setDeadline(Jobs.START).build();
        process(overdue, partitionOf("a"), 7, "a");
        process(overdue, partitionOf("a"), 7, "a");

        assertThat(sinks()).containsExactly(AdmissionStep.PLANS);
    }

    @Test
    void runThatNoRecordCanHoldLeavesTheIdFree() {
        process(Jobs.builder("a").setEnvironment("huge").setTarget(large()).build(), partitionOf("a"), 0, "a");
        process(Jobs.job("a"), partitionOf("a"), 1, "a");

        assertThat(sinks()).containsExactly(AdmissionStep.PLANS, AdmissionStep.PLANS, AdmissionStep.EVENTS);
    }

    private byte[] process(String jobId, int partition, String key) {
        return process(Jobs.job(jobId), partition, 0, key);
    }

    private byte[] process(JobRequested job, int partition, long offset, String key) {
        return process(job, partition, offset, key, new RecordHeaders());
    }

    private byte[] process(JobRequested job, int partition, long offset, String key, Headers headers) {
        byte[] value = codec.encode(job);
        context.setRecordMetadata("jobs", partition % PARTITIONS, offset);
        processor.process(new Record<>(bytes(key), value, Jobs.START.toEpochMilli(), headers));
        return value;
    }

    private static Target large() {
        return inline(200 * 1024);
    }

    private static Target inline(int bytes) {
        return Target.newBuilder()
                .setKind(TargetKind.INLINE)
                .setFiles(List.of(new InlineFile("a.py", ByteBuffer.allocate(bytes))))
                .build();
    }

    private List<String> sinks() {
        return context.forwarded().stream()
                .map(forward -> forward.childName().orElseThrow())
                .toList();
    }

    private <V> void store(String name, Serde<V> valueSerde) {
        KeyValueStore<String, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), valueSerde)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    private static int partitionOf(String jobId) {
        return BuiltInPartitioner.partitionForKey(bytes(jobId), PARTITIONS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class UnreachableRegistry implements SchemaRegistry {

        @Override
        public int register(String subject, Schema schema) {
            throw new RegistryUnavailableException("out of reach", null);
        }

        @Override
        public Schema byId(int id) {
            throw new RegistryUnavailableException("out of reach", null);
        }

        @Override
        public void close() {}
    }
}
