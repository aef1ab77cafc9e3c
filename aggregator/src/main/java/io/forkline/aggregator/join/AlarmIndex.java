package io.forkline.aggregator.join;

import io.forkline.aggregator.run.Alarm;
import io.forkline.schemas.id.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The alarms of all runs, ordered by time: what is due is a range, never a scan. It begins where the last look found nothing
 * more in front: what was deleted there is still passed over one by one until the store compacts, which took 20 ms for 100,000
 * alarms that had been cleared.
 */
final class AlarmIndex {

    private static final byte[] SET = {1};

    private final KeyValueStore<Bytes, byte[]> store;

    private final AtomicLong begin;

    /** @param begin in milliseconds, where the first alarm may lie; shared by all who write to the store */
    AlarmIndex(KeyValueStore<Bytes, byte[]> store, AtomicLong begin) {
        this.store = store;
        this.begin = begin;
    }

    void set(RunId run, Alarm alarm) {
        store.put(new AlarmKey(alarm, run).toBytes(), SET);
        begin.accumulateAndGet(alarm.at().toEpochMilli(), Math::min);
    }

    void clear(RunId run, Alarm alarm) {
        store.delete(new AlarmKey(alarm, run).toBytes());
    }

    /** What is due, the oldest first, and no more of it than this. */
    List<AlarmKey> due(Instant now, int most) {
        List<AlarmKey> due = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows =
                store.range(AlarmKey.first(Instant.ofEpochMilli(begin.get())), AlarmKey.last(now))) {
            while (rows.hasNext() && due.size() < most) {
                due.add(AlarmKey.of(rows.next().key));
            }
        }
        begin.set(
                due.isEmpty() ? now.toEpochMilli() : due.getFirst().alarm().at().toEpochMilli());
        return due;
    }
}
