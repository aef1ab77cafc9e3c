package io.forkline.snapshots;

import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.TaskId;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.Origin;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.ReportOutcome;
import io.forkline.schemas.record.ResultStatus;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotKind;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.record.SnapshotStatus;
import io.forkline.schemas.record.TargetReport;
import io.forkline.schemas.record.Timing;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.snapshots.admission.AdmissionConfig;
import io.forkline.snapshots.scheduling.SchedulingConfig;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The planner without a broker, on a clock of its own, with one partition. What it wrote is read once. */
public final class PlannerHarness implements AutoCloseable {

    public final Environments environments;
    private final ClusterConnection connection;
    private final SchemaRegistry registry;
    private final TopologyTestDriver driver;
    private Instant now = Jobs.START;

    public PlannerHarness(Environments environments, SchedulingConfig scheduling, Path state) {
        this(environments, scheduling, state, Meters.NONE, Tracing.OFF);
    }

    public PlannerHarness(Environments environments, SchedulingConfig scheduling, Path state, Meters meters) {
        this(environments, scheduling, state, meters, Tracing.OFF);
    }

    public PlannerHarness(Environments environments, SchedulingConfig scheduling, Path state, Tracing tracing) {
        this(environments, scheduling, state, Meters.NONE, tracing);
    }

    private PlannerHarness(
            Environments environments, SchedulingConfig scheduling, Path state, Meters meters, Tracing tracing) {
        this.environments = environments;
        this.connection = new ClusterConnection(
                "unused:1", "mock://planner-" + UUID.randomUUID(), Map.of(), TopicLayout.single("t."), Map.of());
        this.registry = connection.openRegistry();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "t.planner");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        this.driver = new TopologyTestDriver(
                PlannerTopology.of(
                        connection, registry, environments, AdmissionConfig.DEFAULT, scheduling, meters, tracing),
                properties,
                now);
    }

    /** Time passes; what is due happens. */
    public void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    public Instant now() {
        return now;
    }

    public String environmentId(String environment) {
        return environments.find(environment).orElseThrow().id().value();
    }

    public void submit(JobRequested job) {
        submit(job, now, new RecordHeaders());
    }

    public void submit(JobRequested job, Instant appendedAt, Headers headers) {
        pipe(
                ForklineTopic.JOBS,
                job.getJobId(),
                codec(ForklineTopic.JOBS, JobRequested.class).encode(job),
                appendedAt,
                headers);
    }

    public void submitRaw(byte[] key, byte[] value) {
        writeRaw(ForklineTopic.JOBS, key, value);
    }

    public void writeRaw(ForklineTopic topic, byte[] key, byte[] value) {
        writeRaw(topic, key, value, new RecordHeaders());
    }

    public void writeRaw(ForklineTopic topic, byte @Nullable [] key, byte[] value, Headers headers) {
        driver.createInputTopic(name(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, now));
    }

    /** A job as JSON, with no key. */
    public void submitJson(String json) {
        writeRaw(ForklineTopic.JOBS_JSON, null, json.getBytes(StandardCharsets.UTF_8), new RecordHeaders());
    }

    /** The job records that are on their topic, those that the planner wrote. */
    public List<JobRequested> jobs() {
        return read(ForklineTopic.JOBS, JobRequested.class);
    }

    public void ready(String environment) {
        snapshot(environment, SnapshotStatus.READY, 0, false, null);
    }

    public void failed(String environment, int attempt, boolean retryable, String error) {
        snapshot(environment, SnapshotStatus.FAILED, attempt, retryable, error);
    }

    public void deleted(String environment) {
        snapshot(environment, SnapshotStatus.DELETED, 0, false, null);
    }

    public void report(ForkTask task, ReportOutcome outcome) {
        report(task, outcome, null, outcome == ReportOutcome.OK ? null : "it failed");
    }

    public void report(ForkTask task, ReportOutcome outcome, @Nullable Instant notBefore, @Nullable String error) {
        PerspectiveReport report = PerspectiveReport.newBuilder()
                .setTaskId(task.getTaskId())
                .setJobId(task.getJobId())
                .setRunId(task.getRunId())
                .setEnvironmentId(task.getEnvironmentId())
                .setPerspective(TaskId.parse(task.getTaskId()).perspective())
                .setAttempt(task.getAttempt())
                .setOutcome(outcome)
                .setNotBefore(notBefore)
                .setError(error)
                .build();
        pipe(
                ForklineTopic.REPORTS,
                task.getJobId(),
                codec(ForklineTopic.REPORTS, ReportEvent.class).encode(new ReportEvent(report)),
                now,
                new RecordHeaders());
    }

    /** A worker says what the target of a run is; it is pinned to this, unless the outcome is not OK. */
    public void target(ForkTask task, ReportOutcome outcome, @Nullable String sha256, @Nullable String error) {
        TargetReport report = TargetReport.newBuilder()
                .setTaskId(task.getTaskId())
                .setJobId(task.getJobId())
                .setRunId(task.getRunId())
                .setEnvironmentId(task.getEnvironmentId())
                .setAttempt(task.getAttempt())
                .setOutcome(outcome)
                .setSha256(sha256)
                .setNotBefore(outcome == ReportOutcome.RETRYABLE ? now : null)
                .setError(error)
                .build();
        pipe(
                ForklineTopic.TARGETS,
                task.getEnvironmentId(),
                codec(ForklineTopic.TARGETS, TargetReport.class).encode(report),
                now,
                new RecordHeaders());
    }

    public void result(String jobId, int number, String environment) {
        JobResult result = JobResult.newBuilder()
                .setJobId(jobId)
                .setRunId(jobId + "/" + number)
                .setRunNumber(number)
                .setStatus(ResultStatus.CANCELLED)
                .setEnvironment(environment)
                .setEnvironmentId(environmentId(environment))
                .setReports(List.of())
                .setMissing(List.of())
                .setTiming(timing())
                .setSubmittedAt(now)
                .setFinishedAt(now)
                .setOrigin(new Origin("t.jobs", 0, 0L))
                .build();
        pipe(
                ForklineTopic.RESULTS,
                jobId,
                codec(ForklineTopic.RESULTS, JobResult.class).encode(result),
                now,
                new RecordHeaders());
    }

    public List<RunPlanned> planned() {
        return plans().stream()
                .map(PlanEvent::getEvent)
                .filter(RunPlanned.class::isInstance)
                .map(RunPlanned.class::cast)
                .toList();
    }

    public List<RunRejected> rejected() {
        return plans().stream()
                .map(PlanEvent::getEvent)
                .filter(RunRejected.class::isInstance)
                .map(RunRejected.class::cast)
                .toList();
    }

    public List<PlanEvent> plans() {
        return read(ForklineTopic.PLANS, PlanEvent.class);
    }

    public List<ForkTask> tasks() {
        return read(ForklineTopic.FORK_TASKS, ForkTask.class);
    }

    public List<SnapshotRequested> requests() {
        return read(ForklineTopic.SNAPSHOT_REQUESTS, SnapshotRequested.class);
    }

    /** The reports that the planner wrote itself. */
    public List<PerspectiveReport> ownReports() {
        return read(ForklineTopic.REPORTS, ReportEvent.class).stream()
                .map(event -> (PerspectiveReport) event.getEvent())
                .toList();
    }

    public List<TestRecord<byte[], byte[]>> deadLetters() {
        return raw(ForklineTopic.DEAD_LETTERS);
    }

    public List<TestRecord<byte[], byte[]>> raw(ForklineTopic topic) {
        return driver.createOutputTopic(name(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    public byte[] encode(JobRequested job) {
        return codec(ForklineTopic.JOBS, JobRequested.class).encode(job);
    }

    /** All rows of a store. */
    public <V> Map<String, V> contents(String store) {
        Map<String, V> contents = new TreeMap<>();
        try (KeyValueIterator<String, V> all =
                driver.<String, V>getKeyValueStore(store).all()) {
            all.forEachRemaining(row -> contents.put(row.key, row.value));
        }
        return contents;
    }

    /** Puts a row into a store, as if it had been there when the planner started. */
    public <V> void put(String store, String key, V value) {
        driver.<String, V>getKeyValueStore(store).put(key, value);
    }

    public long rows(String store) {
        long rows = 0;
        try (var all = driver.getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                rows++;
            }
        }
        return rows;
    }

    public static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader("forkline-" + name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        driver.close();
        registry.close();
    }

    private void snapshot(
            String environment, SnapshotStatus status, int attempt, boolean retryable, @Nullable String error) {
        SnapshotEvent event = SnapshotEvent.newBuilder()
                .setEnvironmentId(environmentId(environment))
                .setEnvironment(environment)
                .setStatus(status)
                .setAttempt(attempt)
                .setKind(SnapshotKind.FILESYSTEM)
                .setRetryable(retryable)
                .setError(error)
                .setHost("test")
                .build();
        pipe(
                ForklineTopic.SNAPSHOTS,
                event.getEnvironmentId(),
                codec(ForklineTopic.SNAPSHOTS, SnapshotEvent.class).encode(event),
                now,
                new RecordHeaders());
    }

    private void pipe(ForklineTopic topic, String key, byte[] value, Instant at, Headers headers) {
        driver.createInputTopic(name(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, headers, at));
    }

    private <T extends SpecificRecord> List<T> read(ForklineTopic topic, Class<T> type) {
        RecordCodec<T> codec = codec(topic, type);
        return raw(topic).stream()
                .map(each -> ((Decoded.Value<T>) codec.decode(each.value())).value())
                .toList();
    }

    private <T extends SpecificRecord> RecordCodec<T> codec(ForklineTopic topic, Class<T> type) {
        return connection.codec(registry, topic, type);
    }

    private String name(ForklineTopic topic) {
        return connection.layout().name(topic);
    }

    private static Timing timing() {
        return new Timing(0, 0.0, false, 0.0, 0.0, 0.0);
    }
}
