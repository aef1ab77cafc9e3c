package io.forkline.aggregator.budget;

import io.forkline.aggregator.row.BudgetCall;
import io.forkline.aggregator.row.BudgetRow;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.LeadVerdict;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.StreamsApplication;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.topologies.Burial;
import io.forkline.topologies.OwnEventDecoding;
import java.time.Clock;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The nodes and stores of the step by tenant. Their names are part of what is stored in the cluster. */
public final class BudgetStep {

    /** What each tenant has used today: tenant to BudgetRow. */
    static final String BUDGETS = "budgets";
    /** The calls under way: tenant, run and attempt to BudgetCall. */
    static final String CALLS = "budget-calls";

    static final String LEAD_TASKS = "budget-lead-tasks";
    static final String VERDICTS = "budget-verdicts";

    private static final String SOURCE = "budget-events-source";
    private static final String DECODE = "budget-events-decode";
    private static final String DECIDE = "budget";
    private static final String DEAD_LETTERS = "budget-dead-letters";

    private final ClusterConnection connection;
    private final SchemaRegistry registry;
    private final LeadBudget budget;
    private final Meters meters;

    public BudgetStep(ClusterConnection connection, SchemaRegistry registry, LeadBudget budget, Meters meters) {
        this.connection = connection;
        this.registry = registry;
        this.budget = budget;
        this.meters = meters;
    }

    /** Adds its nodes and stores. */
    public void addTo(Topology topology) {
        BudgetMeters accounts = new BudgetMeters(meters, budget, Clock.systemUTC());
        topology.addSource(
                SOURCE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                connection.layout().name(ForklineTopic.BUDGET_EVENTS));
        topology.addProcessor(
                DECODE,
                () -> new OwnEventDecoding<>(
                        BudgetEvents.CODEC,
                        "a budget event",
                        new Burial(StreamsApplication.AGGREGATOR.suffix(), meters),
                        DECIDE,
                        DEAD_LETTERS),
                SOURCE);
        topology.addProcessor(
                DECIDE,
                () -> new BudgetProcessor(
                        budget, connection.codec(registry, ForklineTopic.VERDICTS, LeadVerdict.class), accounts),
                DECODE);
        store(topology, BUDGETS, new StateCodec<>(BudgetRow.class).serde());
        store(topology, CALLS, new StateCodec<>(BudgetCall.class).serde());
        sink(topology, LEAD_TASKS, ForklineTopic.LEAD_TASKS, DECIDE);
        sink(topology, VERDICTS, ForklineTopic.VERDICTS, DECIDE);
        sink(topology, DEAD_LETTERS, ForklineTopic.DEAD_LETTERS, DECODE);
    }

    private static <V> void store(Topology topology, String name, Serde<V> valueSerde) {
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), valueSerde)
                        .withCachingDisabled(),
                DECIDE);
    }

    private void sink(Topology topology, String name, ForklineTopic topic, String parent) {
        topology.addSink(
                name, connection.layout().name(topic), new ByteArraySerializer(), new ByteArraySerializer(), parent);
    }
}
