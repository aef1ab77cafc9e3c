package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Alarm;
import io.forkline.schemas.id.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The alarms of all runs, ordered by time: what is due is a range from the beginning, never a scan. */
final class AlarmIndex {

    private static final byte[] SET = {1};

    private final KeyValueStore<Bytes, byte[]> store;

    AlarmIndex(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void set(RunId run, Alarm alarm) {
        store.put(new AlarmKey(alarm, run).toBytes(), SET);
    }

    void clear(RunId run, Alarm alarm) {
        store.delete(new AlarmKey(alarm, run).toBytes());
    }

    /** What is due, the oldest first, and no more of it than this. */
    List<AlarmKey> due(Instant now, int most) {
        List<AlarmKey> due = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(AlarmKey.first(), AlarmKey.last(now))) {
            while (rows.hasNext() && due.size() < most) {
                due.add(AlarmKey.of(rows.next().key));
            }
        }
        return due;
    }
}
