package io.forkline.snapshots.scheduling;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.record.ForkTask;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.SnapshotEvent;
import io.forkline.schemas.record.SnapshotRequested;
import io.forkline.schemas.record.TargetReport;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.snapshots.record.AdmittedRun;
import io.forkline.snapshots.record.DueRow;
import io.forkline.snapshots.record.EnvironmentRow;
import io.forkline.snapshots.record.PlannerEvent;
import io.forkline.snapshots.record.TaskRow;
import io.forkline.snapshots.record.TenantRow;
import io.forkline.snapshots.record.WindowRow;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.topologies.Burial;
import io.forkline.topologies.Decoding;
import io.forkline.topologies.OwnEventDecoding;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The nodes and stores of the step by environment. Their names are part of what is stored in the cluster. */
public final class SchedulingStep {

    static final String ENVIRONMENTS = "environments";
    static final String RUNS = "runs";
    static final String WAITING_RUNS = "waiting-runs";
    static final String TASK_ROWS = "tasks";
    static final String WINDOW = "task-window";
    static final String QUEUE = "task-queue";
    static final String TURNS = "task-turns";
    static final String TENANTS = "task-tenants";
    static final String DUE = "due";

    static final String TASKS = "scheduling-tasks";
    static final String REQUESTS = "scheduling-requests";
    static final String PLANS = "scheduling-plans";
    static final String REPORTS = "scheduling-reports";

    private static final String SCHEDULE = "schedule";
    private static final String DEAD_LETTERS = "scheduling-dead-letters";

    private final ClusterConnection connection;
    private final SchemaRegistry registry;
    private final SchedulingConfig config;
    private final RandomGenerator random;
    private final Burial burial;
    private final Tracing tracing;

    /**
     * @param random for the jitter of back-offs; safe for several threads
     * @param burial makes the dead letters
     */
    public SchedulingStep(
            ClusterConnection connection,
            SchemaRegistry registry,
            SchedulingConfig config,
            RandomGenerator random,
            Burial burial,
            Tracing tracing) {
        this.burial = burial;
        this.connection = connection;
        this.registry = registry;
        this.config = config;
        this.random = random;
        this.tracing = tracing;
    }

    /** Adds its nodes and stores. */
    public void addTo(Topology topology) {
        RecordCodec<SnapshotEvent> snapshots = connection.codec(registry, ForklineTopic.SNAPSHOTS, SnapshotEvent.class);
        RecordCodec<TargetReport> targets = connection.codec(registry, ForklineTopic.TARGETS, TargetReport.class);
        source(topology, "planner-events", ForklineTopic.PLANNER_EVENTS);
        source(topology, "snapshots", ForklineTopic.SNAPSHOTS);
        source(topology, "targets", ForklineTopic.TARGETS);
        topology.addProcessor(
                "decode-planner-events",
                () -> new OwnEventDecoding<>(
                        new StateCodec<>(PlannerEvent.class), "a planner event", burial, SCHEDULE, DEAD_LETTERS),
                "planner-events");
        topology.addProcessor(
                "decode-snapshots", () -> new Decoding<>(snapshots, burial, SCHEDULE, DEAD_LETTERS), "snapshots");
        topology.addProcessor(
                "decode-targets", () -> new Decoding<>(targets, burial, SCHEDULE, DEAD_LETTERS), "targets");
        WindowLoad load = new WindowLoad(burial.meters(), config.window());
        topology.addProcessor(
                SCHEDULE,
                () -> new SchedulingProcessor(config, outbox(), random, load, tracing),
                "decode-planner-events",
                "decode-snapshots",
                "decode-targets");
        store(topology, ENVIRONMENTS, new StateCodec<>(EnvironmentRow.class).serde());
        store(topology, RUNS, new StateCodec<>(AdmittedRun.class).serde());
        store(topology, WAITING_RUNS, Serdes.String());
        store(topology, TASK_ROWS, new StateCodec<>(TaskRow.class).serde());
        store(topology, WINDOW, new StateCodec<>(WindowRow.class).serde());
        store(topology, QUEUE, Serdes.String());
        store(topology, TURNS, Serdes.String());
        store(topology, TENANTS, new StateCodec<>(TenantRow.class).serde());
        store(topology, DUE, new StateCodec<>(DueRow.class).serde());
        sink(topology, TASKS, ForklineTopic.FORK_TASKS, SCHEDULE);
        sink(topology, REQUESTS, ForklineTopic.SNAPSHOT_REQUESTS, SCHEDULE);
        sink(topology, PLANS, ForklineTopic.PLANS, SCHEDULE);
        sink(topology, REPORTS, ForklineTopic.REPORTS, SCHEDULE);
        sink(
                topology,
                DEAD_LETTERS,
                ForklineTopic.DEAD_LETTERS,
                "decode-planner-events",
                "decode-snapshots",
                "decode-targets");
    }

    private Outbox outbox() {
        return new Outbox(
                connection.codec(registry, ForklineTopic.FORK_TASKS, ForkTask.class),
                connection.codec(registry, ForklineTopic.SNAPSHOT_REQUESTS, SnapshotRequested.class),
                connection.codec(registry, ForklineTopic.PLANS, PlanEvent.class),
                connection.codec(registry, ForklineTopic.REPORTS, ReportEvent.class));
    }

    private void source(Topology topology, String name, ForklineTopic topic) {
        burial.watch(name(topic), DeadLetter.UNREADABLE);
        topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), name(topic));
    }

    private <V> void store(Topology topology, String name, Serde<V> valueSerde) {
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), valueSerde),
                SCHEDULE);
    }

    private void sink(Topology topology, String name, ForklineTopic topic, String... parents) {
        topology.addSink(name, name(topic), new ByteArraySerializer(), new ByteArraySerializer(), parents);
    }

    private String name(ForklineTopic topic) {
        return connection.layout().name(topic);
    }
}
