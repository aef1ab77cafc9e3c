package io.forkline.snapshots.conversion;

import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.record.JobRequested;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.topologies.Burial;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/** The nodes of the step. It keeps nothing. Their names are part of what is stored in the cluster. */
public final class ConversionStep {

    static final String JOBS = "conversion-jobs";
    static final String DEAD_LETTERS = "conversion-dead-letters";

    /**
     * Kafka Streams numbers the steps of a topology by the names of their sources in order of the alphabet, and finds their state by that
     * number: this name lies behind those of the other steps, so that theirs stayed when this one was added.
     */
    private static final String SOURCE = "submitted-as-json";

    private static final String CONVERT = "convert-jobs";

    private final ClusterConnection connection;
    private final SchemaRegistry registry;
    private final Burial burial;

    /** @param burial makes the dead letters */
    public ConversionStep(ClusterConnection connection, SchemaRegistry registry, Burial burial) {
        this.connection = connection;
        this.registry = registry;
        this.burial = burial;
    }

    /** Adds its nodes. */
    public void addTo(Topology topology) {
        RecordCodec<JobRequested> jobs = connection.codec(registry, ForklineTopic.JOBS, JobRequested.class);
        topology.addSource(
                SOURCE, new ByteArrayDeserializer(), new ByteArrayDeserializer(), name(ForklineTopic.JOBS_JSON));
        burial.watch(
                name(ForklineTopic.JOBS_JSON),
                DeadLetter.UNREADABLE,
                DeadLetter.INVALID_JOB,
                DeadLetter.INVALID_JOB_ID,
                DeadLetter.TOO_LARGE);
        topology.addProcessor(CONVERT, () -> new ConversionProcessor(jobs, burial), SOURCE);
        sink(topology, JOBS, ForklineTopic.JOBS);
        sink(topology, DEAD_LETTERS, ForklineTopic.DEAD_LETTERS);
    }

    private void sink(Topology topology, String name, ForklineTopic topic) {
        topology.addSink(name, name(topic), new ByteArraySerializer(), new ByteArraySerializer(), CONVERT);
    }

    private String name(ForklineTopic topic) {
        return connection.layout().name(topic);
    }
}
