package io.forkline.aggregator.join;

import io.forkline.aggregator.row.RunRow;
import io.forkline.schemas.record.PerspectiveReport;
import io.forkline.schemas.record.RunPlanned;
import io.forkline.schemas.serde.StateCodec;
import io.forkline.schemas.topic.Keying;
import io.forkline.schemas.topic.StreamsApplication;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The state stores of the step by job, by the names of the catalogue. */
final class JoinStores {

    /** Where each run stands: runId to RunRow. */
    static final String RUNS = "runs";
    /** The plans of open runs: runId to RunPlanned. */
    static final String PLANS = "run-plans";
    /** The final reports of open runs, the first of each task: taskId to PerspectiveReport. */
    static final String REPORTS = "run-reports";
    /** The time index: {@link AlarmKey} to nothing. */
    static final String DEADLINES = "deadlines";

    private JoinStores() {}

    /** Always in the same order, so that the topology is described alike in every process. */
    static List<StoreBuilder<?>> builders() {
        List<String> catalogue = StreamsApplication.AGGREGATOR.stores().stream()
                .filter(store -> store.keying() == Keying.JOB)
                .map(StreamsApplication.Store::name)
                .toList();
        if (!Set.copyOf(catalogue).equals(Set.of(RUNS, PLANS, REPORTS, DEADLINES))) {
            throw new IllegalStateException("the catalogue names other stores: " + catalogue);
        }
        return List.of(
                store(RUNS, Serdes.String(), new StateCodec<>(RunRow.class).serde()),
                store(PLANS, Serdes.String(), new StateCodec<>(RunPlanned.class).serde()),
                store(REPORTS, Serdes.String(), new StateCodec<>(PerspectiveReport.class).serde()),
                store(DEADLINES, Serdes.Bytes(), Serdes.ByteArray()));
    }

    private static <K, V> StoreBuilder<? extends StateStore> store(String name, Serde<K> key, Serde<V> value) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), key, value)
                .withCachingDisabled();
    }
}
