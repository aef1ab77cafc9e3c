package io.forkline.aggregator.join;

import io.forkline.aggregator.budget.BudgetStep;
import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.deadletter.DeadLetter;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.record.PlanEvent;
import io.forkline.schemas.record.ReportEvent;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import io.forkline.topologies.Burial;
import io.forkline.topologies.Decoding;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/** The nodes of the join topology, with those of the step by tenant behind them. Nodes, stores and changelogs are named: a restart after an upgrade finds its state. */
public final class JoinTopology {

    private final Topology topology = new Topology();
    private final ClusterConnection connection;
    private final SchemaRegistry registry;
    private final Burial burial;

    private JoinTopology(ClusterConnection connection, SchemaRegistry registry, Burial burial) {
        this.burial = burial;
        this.connection = connection;
        this.registry = registry;
    }

    /** The topology. The registry must outlive it. */
    public static Topology of(
            ClusterConnection connection,
            SchemaRegistry registry,
            JoinConfig config,
            LeadBudget budget,
            Meters meters,
            Tracing tracing) {
        Burial burial = new Burial(StreamsApplication.AGGREGATOR.suffix(), meters);
        return new JoinTopology(connection, registry, burial)
                .build(config, budget, new JoinMeters(meters, Clock.systemUTC()), new RunSpans(tracing));
    }

    private Topology build(JoinConfig config, LeadBudget budget, JoinMeters meters, RunSpans spans) {
        Outputs outputs = new Outputs(connection, registry, budget);
        AlarmBegins begins = new AlarmBegins();
        join(
                ForklineTopic.PLANS,
                PlanEvent.class,
                Ids::ofPlan,
                () -> new PlanProcessor(outputs, config, begins, meters, spans));
        join(
                ForklineTopic.REPORTS,
                ReportEvent.class,
                Ids::ofReport,
                () -> new ReportProcessor(outputs, config, begins, meters, spans));
        join(
                ForklineTopic.VERDICTS,
                LeadVerdict.class,
                Ids::ofVerdict,
                () -> new VerdictProcessor(outputs, config, begins, meters, spans));
        join(
                ForklineTopic.CONTROLS,
                RunControl.class,
                Ids::ofControl,
                () -> new ControlProcessor(
                        outputs,
                        config,
                        begins,
                        meters,
                        spans,
                        connection.layout().jobPartitions()));
        String[] joins = {
            joining(ForklineTopic.PLANS),
            joining(ForklineTopic.REPORTS),
            joining(ForklineTopic.VERDICTS),
            joining(ForklineTopic.CONTROLS)
        };
        JoinStores.builders().forEach(store -> topology.addStateStore(store, joins));
        sink(ForklineTopic.RESULTS, joins);
        sink(ForklineTopic.LEAD_TASKS, joins);
        sink(ForklineTopic.BUDGET_EVENTS, joins);
        sink(ForklineTopic.REPORTS, joining(ForklineTopic.REPORTS));
        sink(
                ForklineTopic.CONTROLS,
                joining(ForklineTopic.CONTROLS),
                joining(ForklineTopic.REPORTS),
                joining(ForklineTopic.PLANS));
        sink(
                ForklineTopic.DEAD_LETTERS,
                decoding(ForklineTopic.PLANS),
                decoding(ForklineTopic.REPORTS),
                decoding(ForklineTopic.VERDICTS),
                decoding(ForklineTopic.CONTROLS));
        new BudgetStep(connection, registry, budget, burial.meters()).addTo(topology);
        return topology;
    }

    private <T extends SpecificRecord> void join(
            ForklineTopic topic,
            Class<T> type,
            Function<T, Optional<String>> objection,
            ProcessorSupplier<byte[], T, byte[], byte[]> processor) {
        String source = topic.suffix() + "-source";
        burial.watch(connection.layout().name(topic), DeadLetter.UNREADABLE, DeadLetter.INCONSISTENT);
        topology.addSource(
                source,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                connection.layout().name(topic));
        topology.addProcessor(
                decoding(topic),
                () -> new Decoding<>(
                        connection.codec(registry, topic, type),
                        burial,
                        joining(topic),
                        sink(ForklineTopic.DEAD_LETTERS),
                        objection),
                source);
        topology.addProcessor(joining(topic), processor, decoding(topic));
    }

    private void sink(ForklineTopic topic, String... parents) {
        topology.addSink(
                sink(topic),
                connection.layout().name(topic),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                parents);
    }

    /** Name of the node that writes a topic. */
    static String sink(ForklineTopic topic) {
        return topic.suffix() + "-sink";
    }

    private static String decoding(ForklineTopic topic) {
        return topic.suffix() + "-decode";
    }

    private static String joining(ForklineTopic topic) {
        return topic.suffix() + "-join";
    }
}
