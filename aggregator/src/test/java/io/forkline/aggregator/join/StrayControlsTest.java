package io.forkline.aggregator.join;

import static io.forkline.aggregator.Samples.JOB;
import static io.forkline.aggregator.Samples.RUN;
import static io.forkline.aggregator.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.forkline.aggregator.budget.LeadBudget;
import io.forkline.aggregator.row.RunRow;
import io.forkline.schemas.connection.ClusterConnection;
import io.forkline.schemas.record.ControlAction;
import io.forkline.schemas.record.RunControl;
import io.forkline.schemas.registry.SchemaRegistry;
import io.forkline.schemas.serde.Decoded;
import io.forkline.schemas.serde.RecordCodec;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.topic.ForklineTopic;
import io.forkline.schemas.topic.TopicLayout;
import io.forkline.telemetry.metrics.Meters;
import io.forkline.telemetry.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancels of clients that partition otherwise than Kafka's Java client, as librdkafka does. */
final class StrayControlsTest {

    private static final int PARTITIONS = 6;
    private static final int RIGHT =
            BuiltInPartitioner.partitionForKey(JOB.getBytes(StandardCharsets.UTF_8), PARTITIONS);
    private static final int WRONG = (RIGHT + 1) % PARTITIONS;

    private final ClusterConnection connection = new ClusterConnection(
            "nowhere:9092",
            "mock://stray-controls",
            Map.of(),
            new TopicLayout("t.", PARTITIONS, 1, 1, (short) 1),
            Map.of());
    private final SchemaRegistry registry = connection.openRegistry();
    private final RecordCodec<RunControl> codec = connection.codec(registry, ForklineTopic.CONTROLS, RunControl.class);
    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final KeyValueStore<String, RunRow> runs = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(JoinStores.RUNS),
                    Serdes.String(),
                    new StateCodec<>(RunRow.class).serde())
            .withLoggingDisabled()
            .build();
    private final ControlProcessor processor = new ControlProcessor(
            new Outputs(connection, registry, LeadBudget.NONE),
            JoinConfig.DEFAULT,
            new AlarmBegins(),
            new JoinMeters(Meters.NONE, Clock.systemUTC()),
            new RunSpans(Tracing.OFF),
            PARTITIONS);

    @BeforeEach
    void start() {
        store(runs);
        store(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(JoinStores.DEADLINES), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build());
        processor.init(context);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = RUN)
    void controlInAnotherPartitionThanItsJobIsSentThereUnchanged(@Nullable String run) {
        RunControl control = cancel(run);

        process(control, WRONG);

        assertThat(context.forwarded()).singleElement().satisfies(forward -> {
            assertThat(forward.childName()).contains(JoinTopology.sink(ForklineTopic.CONTROLS));
            assertThat(forward.record().key()).asString().isEqualTo(JOB);
            assertThat(read(forward)).isEqualTo(control);
        });
        assertThat(runs.get(RUN)).isNull();
    }

    @Test
    void controlInThePartitionOfItsJobIsNotSentOn() {
        process(cancel(RUN), RIGHT);

        assertThat(context.forwarded()).isEmpty();
        assertThat(runs.get(RUN)).isNotNull();
    }

    private void store(StateStore store) {
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    private void process(RunControl control, int partition) {
        context.setRecordMetadata("t.controls", partition, 0);
        processor.process(new Record<>(new byte[0], control, START.toEpochMilli()));
    }

    private RunControl read(CapturedForward<? extends byte[], ? extends byte[]> forward) {
        return ((Decoded.Value<RunControl>) codec.decode(forward.record().value())).value();
    }

    private static RunControl cancel(@Nullable String run) {
        return new RunControl(JOB, run, ControlAction.CANCEL, START, "ada", "wrong branch", false);
    }
}
