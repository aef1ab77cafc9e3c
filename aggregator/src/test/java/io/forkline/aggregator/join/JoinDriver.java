package io.forkline.aggregator.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.Samples;
import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.aggregator.run.Alarm;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.id.RunId;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.DeadlineReached;
import io.forkline.schemas.record.DeadlineStage;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.LeadTask;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.record.RunRejected;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Drives the join topology with records, and a clock that moves when it is told. What it writes for itself comes back. */
final class JoinDriver implements AutoCloseable {

    static final Duration RETENTION = Duration.ofDays(8);

    private final ClusterConnection connection;
    private final SchemaRegistry registry;
    private final TopologyTestDriver driver;
    private Instant now;
    private Headers headers = new RecordHeaders();

    JoinDriver(Path stateDirectory, Instant start) {
        this(stateDirectory, start, LeadBudget.NONE);
    }

    JoinDriver(Path stateDirectory, Instant start, LeadBudget budget) {
        this(stateDirectory, start, budget, Meters.NONE, Tracing.OFF);
    }

    JoinDriver(Path stateDirectory, Instant start, LeadBudget budget, Meters meters) {
        this(stateDirectory, start, budget, meters, Tracing.OFF);
    }

    JoinDriver(Path stateDirectory, Instant start, LeadBudget budget, Tracing tracing) {
        this(stateDirectory, start, budget, Meters.NONE, tracing);
    }

    private JoinDriver(Path stateDirectory, Instant start, LeadBudget budget, Meters meters, Tracing tracing) {
        connection = new ClusterConnection(
                "nowhere:9092", "mock://" + UUID.randomUUID(), Map.of(), TopicLayout.single("t."), Map.of());
        registry = connection.openRegistry();
        now = start;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "join-test");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        driver = new TopologyTestDriver(
                JoinTopology.of(
                        connection,
                        registry,
                        new JoinConfig(Duration.ofMillis(10), RETENTION),
                        budget,
                        meters,
                        tracing),
                properties,
                start);
    }

    void plan(RunPlanned plan) {
        send(ForklineTopic.PLANS, PlanEvent.class, plan.getJobId(), new PlanEvent(plan));
    }

    void reject(RunRejected rejection) {
        send(ForklineTopic.PLANS, PlanEvent.class, rejection.getJobId(), new PlanEvent(rejection));
    }

    void report(PerspectiveReport... reports) {
        for (PerspectiveReport report : reports) {
            send(ForklineTopic.REPORTS, ReportEvent.class, report.getJobId(), new ReportEvent(report));
        }
    }

    void verdict(LeadVerdict verdict) {
        send(ForklineTopic.VERDICTS, LeadVerdict.class, verdict.getJobId(), verdict);
    }

    /** As the topology itself marks it when the time has come. */
    void mark(DeadlineStage stage, Instant at) {
        DeadlineReached mark = new DeadlineReached(Samples.JOB, Samples.RUN, stage, at);
        send(ForklineTopic.REPORTS, ReportEvent.class, Samples.JOB, new ReportEvent(mark));
    }

    /** An alarm that no state of the run has, in place of all that are in the index: as after a change of the configuration. */
    void onlyAlarm(String run, Alarm alarm) {
        KeyValueStore<Bytes, byte[]> index = driver.getKeyValueStore(JoinStores.DEADLINES);
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = index.all()) {
            all.forEachRemaining(row -> keys.add(row.key));
        }
        keys.forEach(index::delete);
        index.put(new AlarmKey(alarm, RunId.parse(run)).toBytes(), new byte[] {1});
    }

    void cancel(String job, @Nullable String run) {
        cancel(job, run, "wrong branch");
    }

    void cancel(String job, @Nullable String run, @Nullable String reason) {
        RunControl control = new RunControl(job, run, ControlAction.CANCEL, now, "ada", reason, false);
        send(ForklineTopic.CONTROLS, RunControl.class, job, control);
    }

    void bytes(ForklineTopic topic, String key, byte[] value) {
        driver.createInputTopic(connection.layout().name(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, headers, now));
    }

    /** Every record from now on carries this header. */
    void withHeader(String name, byte[] value) {
        headers = new RecordHeaders().add(name, value);
    }

    /** Lets the clock pass this time. */
    void passTo(Instant time) {
        Duration step = Duration.between(now, time).plusMillis(20);
        now = now.plus(step);
        driver.advanceWallClockTime(step);
    }

    Instant now() {
        return now;
    }

    /** All that the topology itself published about verdicts: those that stand in the place of a lead's. */
    List<LeadVerdict> ownVerdicts() {
        return read(ForklineTopic.VERDICTS, LeadVerdict.class);
    }

    List<JobResult> results() {
        return read(ForklineTopic.RESULTS, JobResult.class);
    }

    /** The one result that there is. */
    JobResult result() {
        List<JobResult> results = results();
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    List<LeadTask> leadTasks() {
        return read(ForklineTopic.LEAD_TASKS, LeadTask.class);
    }

    /** Those that the topology itself published. */
    List<RunControl> controls() {
        return read(ForklineTopic.CONTROLS, RunControl.class);
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return raw(ForklineTopic.DEAD_LETTERS);
    }

    /** How many rows a store has. */
    int rows(String store) {
        int rows = 0;
        try (KeyValueIterator<Object, Object> all =
                driver.getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                rows++;
            }
        }
        return rows;
    }

    private <T extends SpecificRecord> void send(ForklineTopic topic, Class<T> type, String key, T value) {
        bytes(topic, key, connection.codec(registry, topic, type).encode(value));
    }

    private <T extends SpecificRecord> List<T> read(ForklineTopic topic, Class<T> type) {
        List<T> values = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : raw(topic)) {
            assertThat(connection.codec(registry, topic, type).decode(record.value()))
                    .isInstanceOfSatisfying(Decoded.Value.class, value -> values.add(type.cast(value.value())));
        }
        return values;
    }

    List<TestRecord<byte[], byte[]>> raw(ForklineTopic topic) {
        return driver.createOutputTopic(
                        connection.layout().name(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
        registry.close();
    }
}
