package io.forkline.snapshots.scheduling;

import io.forkline.snapshots.record.DueKind;
import io.forkline.snapshots.record.DueRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is to be looked at when a time has come, in the order of time. A look begins where the last one found nothing more in
 * front: what was taken out there is still passed over one by one until the store compacts.
 */
final class DueIndex {

    private final KeyValueStore<String, DueRow> store;
    /** Nothing lies in front of it; in milliseconds. */
    private long begin;

    DueIndex(KeyValueStore<String, DueRow> store) {
        this.store = store;
    }

    /** Returns the key, for {@link #remove}. */
    String add(Instant at, DueKind kind, String id) {
        long atMs = Math.max(0, at.toEpochMilli());
        begin = Math.min(begin, atMs);
        String key = SortableKey.of(atMs) + "/" + kind + "/" + id;
        store.put(key, new DueRow(kind, id));
        return key;
    }

    void remove(String key) {
        store.delete(key);
    }

    /** Takes out what is due by now, the first first, at most so many. */
    List<DueRow> take(Instant now, int most) {
        List<KeyValue<String, DueRow>> due = new ArrayList<>();
        try (KeyValueIterator<String, DueRow> rows =
                store.range(SortableKey.of(begin), SortableKey.of(now.toEpochMilli() + 1))) {
            while (rows.hasNext() && due.size() < most) {
                due.add(rows.next());
            }
            begin = rows.hasNext() ? begin : now.toEpochMilli();
        }
        due.forEach(row -> store.delete(row.key));
        return due.stream().map(row -> row.value).toList();
    }
}
