package io.forkline.snapshots.admission;

import io.forkline.sandbox.environment.Environments;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.record.JobResult;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.snapshots.record.KnownJob;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.topologies.Burial;
import io.forkline.topologies.Decoding;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The nodes and stores of the step by job. Their names are part of what is stored in the cluster. */
public final class AdmissionStep {

    static final String KNOWN_JOBS = "known-jobs";
    static final String KNOWN_JOBS_BY_AGE = "known-jobs-by-age";
    static final String PLANS = "admission-plans";
    static final String EVENTS = "admission-events";
    static final String STRAYS = "admission-strays";
    static final String REPORTS = "admission-reports";
    static final String DEAD_LETTERS = "admission-dead-letters";

    private static final String ADMIT = "admit-jobs";

    private final ClusterConnection connection;
    private final SchemaRegistry registry;
    private final Environments environments;
    private final AdmissionConfig config;
    private final Burial burial;
    private final Tracing tracing;

    /** @param burial makes the dead letters */
    public AdmissionStep(
            ClusterConnection connection,
            SchemaRegistry registry,
            Environments environments,
            AdmissionConfig config,
            Burial burial,
            Tracing tracing) {
        this.burial = burial;
        this.connection = connection;
        this.registry = registry;
        this.environments = environments;
        this.config = config;
        this.tracing = tracing;
    }

    /** Adds its nodes and stores. */
    public void addTo(Topology topology) {
        TopicLayout layout = connection.layout();
        RecordCodec<JobRequested> jobs = connection.codec(registry, ForklineTopic.JOBS, JobRequested.class);
        RecordCodec<PlanEvent> plans = connection.codec(registry, ForklineTopic.PLANS, PlanEvent.class);
        RecordCodec<ReportEvent> reports = connection.codec(registry, ForklineTopic.REPORTS, ReportEvent.class);
        RecordCodec<JobResult> results = connection.codec(registry, ForklineTopic.RESULTS, JobResult.class);

        JobProcessor.show(burial, layout.name(ForklineTopic.JOBS));
        source(topology, "jobs", ForklineTopic.JOBS);
        source(topology, "reports", ForklineTopic.REPORTS);
        source(topology, "results", ForklineTopic.RESULTS);
        topology.addProcessor(
                ADMIT,
                () -> new JobProcessor(
                        environments, config, jobs, plans, reports, layout.jobPartitions(), burial, tracing),
                "jobs");
        topology.addProcessor(
                "decode-reports", () -> new Decoding<>(reports, burial, "forward-reports", DEAD_LETTERS), "reports");
        topology.addProcessor(
                "decode-results", () -> new Decoding<>(results, burial, "forward-results", DEAD_LETTERS), "results");
        topology.addProcessor("forward-reports", Forwarding::ofReports, "decode-reports");
        topology.addProcessor("forward-results", Forwarding::ofResults, "decode-results");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(KNOWN_JOBS),
                        Serdes.String(),
                        new StateCodec<>(KnownJob.class).serde()),
                ADMIT);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(KNOWN_JOBS_BY_AGE), Serdes.String(), Serdes.String()),
                ADMIT);
        sink(topology, PLANS, ForklineTopic.PLANS, ADMIT);
        sink(topology, REPORTS, ForklineTopic.REPORTS, ADMIT);
        sink(topology, STRAYS, ForklineTopic.JOBS, ADMIT);
        sink(topology, EVENTS, ForklineTopic.PLANNER_EVENTS, ADMIT, "forward-reports", "forward-results");
        sink(topology, DEAD_LETTERS, ForklineTopic.DEAD_LETTERS, ADMIT, "decode-reports", "decode-results");
    }

    private void source(Topology topology, String name, ForklineTopic topic) {
        burial.watch(connection.layout().name(topic), DeadLetter.UNREADABLE);
        topology.addSource(
                name,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                connection.layout().name(topic));
    }

    private void sink(Topology topology, String name, ForklineTopic topic, String... parents) {
        topology.addSink(
                name, connection.layout().name(topic), new ByteArraySerializer(), new ByteArraySerializer(), parents);
    }
}
